/** What a tool sees of a stream: only what is told by then. */
export interface StreamSeen {
  /** Minute of the series. */
  readonly now: number;
  /** Shards that are open. */
  readonly shards: number;
  readonly isUpdating: boolean;
  /** Of a minute of the past: what was taken and refused, mean shards' worth; undefined when it is not told (yet). */
  readonly told: (minute: number) => { readonly taken: number; readonly refused: number } | undefined;
  /** The newest minute that may be told. */
  readonly newest: number;
}

/** What a tool asks for: an UpdateShardCount, or a single step. */
export type StreamCommand =
  | { readonly do: 'resize'; readonly to: number }
  /** Undivided: as the tools' fall-backs do it, one after the other until the count is reached. */
  | { readonly do: 'steps'; readonly to: number };

/** A tool as it decides, each minute. */
export interface StreamPolicy {
  readonly name: string;
  /** Where it was coded from: CAPACITY section 1 and its tag. */
  readonly source: string;
  /** What looking costs, a minute. */
  readonly tickDollars: number;
  /** Shards at the start of the series. */
  readonly start: number;
  /** Called once a minute; keeps what it remembers in its closure. */
  readonly begin: () => (seen: StreamSeen) => StreamCommand | undefined;
}

/** What was taken of a shard's most, 0 to 1; undefined when nothing was told. */
export const utilization = (seen: StreamSeen, minute: number): number | undefined => {
  const told = seen.told(minute);
  return told && told.taken / Math.max(1, seen.shards);
};

/** Utilizations of the newest minutes, oldest first; those that are not told are left out. */
export const lastTold = (seen: StreamSeen, minutes: number): readonly number[] => {
  const found: number[] = [];
  for (let minute = seen.newest - minutes + 1; minute <= seen.newest; minute += 1) {
    const one = utilization(seen, minute);
    if (one !== undefined) found.push(one);
  }
  return found;
};

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
