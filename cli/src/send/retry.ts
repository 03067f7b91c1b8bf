/** What an answer means for the events of its request. */
export type Policy =
  /** Send again after the wait that the server names: the quota is slower than the file, which is no fault. */
  | 'wait'
  /** Send again, waiting longer each time, until {@link maxAttempts}. */
  | 'again'
  /** It would be refused again. */
  | 'fail';

const policies: Readonly<Record<number, Policy>> = {
  408: 'again',
  429: 'wait',
  500: 'again',
  502: 'again',
  503: 'again',
  504: 'again',
};

/** The policy for a status outside 2xx. */
export const policyOf = (status: number): Policy => policies[status] ?? 'fail';

/** Attempts without one event acknowledged, after which the server counts as away: about four minutes. */
export const maxAttempts = 12;

const firstWait = 250;
const longestWait = 30_000;

/**
 * How long to wait before an attempt, in milliseconds: doubling, with a random half so that clients do not come in step, and never
 * shorter than the server asked for.
 * @param attempt how many were made, at least 1
 */
export const waitBefore = (attempt: number, retryAfterMs: number, random: () => number): number => {
  const full = Math.min(longestWait, firstWait * 2 ** Math.min(attempt, 20));
  return Math.max(retryAfterMs, full / 2 + (full / 2) * random());
};

/** `Retry-After` in milliseconds: seconds or a date; 0 when it is missing or neither. */
export const retryAfterMs = (header: string | null, now: number): number => {
  if (header === null || header.trim() === '') return 0;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
};
