/** What goes wrong around a policy, by minute of the series. */
export interface Faults {
  readonly name: string;
  /** Minutes from a minute's end until its metrics can be read; 1 to 2 in peace, 2 is taken. */
  readonly lagMinutes: number;
  /** The metrics of this minute are never told. */
  readonly gap: (minute: number) => boolean;
  /** The policy does not run in this minute. */
  readonly missed: (minute: number) => boolean;
  /** A call in this minute is answered by LimitExceeded although a limit is not reached. */
  readonly refused: (minute: number) => boolean;
  /** In this minute a person sets the capacity to this share of what it is. */
  readonly manual: (minute: number) => number | undefined;
}

const never = () => false;

export const noFaults: Faults = {
  name: 'none',
  lagMinutes: 2,
  gap: never,
  missed: never,
  refused: never,
  manual: () => undefined,
};

/** The first `length` minutes of every `every`, from minute `from` on. */
const spells = (every: number, length: number, from: number) => (minute: number) =>
  (minute + every - from) % every < length;

/** Each fault by itself; primes, so that they wander through the day. */
export const scenarios: readonly Faults[] = [
  noFaults,
  { ...noFaults, name: 'gap of 30 min', gap: spells(701, 30, 97) },
  { ...noFaults, name: 'lag of 4 min', lagMinutes: 4 },
  { ...noFaults, name: '10 missed ticks', missed: spells(307, 10, 53) },
  { ...noFaults, name: 'refused calls', refused: spells(211, 3, 31) },
  {
    ...noFaults,
    name: 'resized by hand',
    manual: (minute) => (minute % 4_001 === 4_000 ? 0.5 : undefined),
  },
];
