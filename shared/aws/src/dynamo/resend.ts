/** How long to wait between tries is random, so that many writers do not come back at once. */
export interface Pace {
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export interface Policy {
  /** Calls in all before what is left is given up on. */
  readonly tries: number;
  /** The longest wait before the second call, ms; doubled for each one after. */
  readonly baseMs: number;
  readonly capMs: number;
  /** Whether a call that did a part is a try too, and waited after. */
  readonly countsProgress: boolean;
}

/**
 * Retries of what a batch call left undone; the SDK retries whole calls by itself, with its own jitter. Waits are drawn from 0 to the
 * bound ("full jitter"). A write that is left undone was throttled: 8 tries wait at most 6.4 s together, 3.2 s on average, which fits a
 * function's time-out; then the stream delivers it again. A read is mostly cut at 16 MB and goes on at once.
 */
export const policies = {
  write: { tries: 8, baseMs: 50, capMs: 3_200, countsProgress: true },
  read: { tries: 8, baseMs: 50, capMs: 3_200, countsProgress: false },
} as const satisfies Record<string, Policy>;

/** What was not done: after the last try, or when a call as a whole threw. */
export interface Rest<T> {
  readonly items: readonly T[];
  readonly error?: unknown;
}

const wait = (pace: Pace, { baseMs, capMs }: Policy, tries: number): Promise<void> =>
  pace.sleep(pace.random() * Math.min(capMs, baseMs * 2 ** (tries - 1)));

/**
 * Sends items, and again those alone that came back undone.
 * @param send gives the items that it did not do; what it throws ends it
 */
export const resend = async <T>(
  pace: Pace,
  policy: Policy,
  items: readonly T[],
  send: (items: readonly T[]) => Promise<readonly T[]>,
): Promise<Rest<T>> => {
  let left = items;
  for (let tries = 0; left.length > 0;) {
    const before = left.length;
    try {
      left = await send(left);
    } catch (error) {
      return { items: left, error };
    }
    if (left.length < before && !policy.countsProgress) continue;
    if ((tries += 1) === policy.tries) break;
    if (left.length > 0) await wait(pace, policy, tries);
  }
  return { items: left };
};
