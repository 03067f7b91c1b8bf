const dayMs = 86_400_000;

/** UpdateShardCount a stream, in any 24 hours (F2). Splits and merges do not count. */
export const callsADay = 10;

/** Epoch ms of calls within the last 24 hours. One that nobody knows the outcome of counts. */
export const recentCalls = (calls: readonly number[], now: number): readonly number[] =>
  calls.filter((at) => at > now - dayMs);

export const callsLeft = (calls: readonly number[], now: number): number =>
  Math.max(0, callsADay - recentCalls(calls, now).length);
