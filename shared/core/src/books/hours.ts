import { hourOf } from '../time/index.ts';

/** The books of one tenant and one hour of arrival, in events. */
export interface HourOfBooks {
  readonly tenant: string;
  readonly hour: string;
  readonly accepted: number;
  readonly stored: number;
  readonly rejected: number;
  readonly duplicate: number;
  readonly corrected: number;
  readonly inFlight: number;
}

export interface Books {
  /** Every hour: accepted = stored + rejected + duplicate + corrected + in flight. */
  readonly balanced: boolean;
  readonly hours: readonly HourOfBooks[];
}

export type Column = Exclude<keyof HourOfBooks, 'tenant' | 'hour'>;

/** Counts by hour of arrival. */
export class Hours {
  readonly #tenant: string;
  readonly #hours = new Map<string, Record<Column, number>>();

  constructor(tenant: string) {
    this.#tenant = tenant;
  }

  add(receivedAt: number, column: Column, events: number): void {
    const hour = hourOf(receivedAt);
    let counts = this.#hours.get(hour);
    if (counts === undefined) {
      counts = { accepted: 0, stored: 0, rejected: 0, duplicate: 0, corrected: 0, inFlight: 0 };
      this.#hours.set(hour, counts);
    }
    counts[column] += events;
  }

  done(): readonly HourOfBooks[] {
    return [...this.#hours]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([hour, counts]) => ({ tenant: this.#tenant, hour, ...counts }));
  }
}

/** How many accepted events of an hour are accounted for nowhere; negative when there are more than were accepted. */
export const gapOf = (hour: HourOfBooks): number =>
  hour.accepted - hour.stored - hour.rejected - hour.duplicate - hour.corrected - hour.inFlight;
