export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Makes ULIDs: 26 characters of Crockford base32, sortable by the time given (epoch ms). */
export type NewUlid = (at: number) => string;
