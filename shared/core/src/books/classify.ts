/** One stored copy of an event. The same (recordId, index) staged twice, by a redelivery or a replay, is one copy. */
export interface Copy {
  /** The metric as a reader resolves it. */
  readonly metric: string;
  readonly timestamp: number;
  readonly eventId: string;
  readonly fingerprint: string;
  readonly receivedAt: number;
  readonly recordId: string;
  readonly index: number;
  readonly stagedAt: number;
}

export type Fate = 'stored' | 'duplicate' | 'corrected';

/** True when `a` comes before `b` in the order in which the last wins (DESIGN.md 4). */
const precedes = (a: Copy, b: Copy): boolean => {
  if (a.receivedAt !== b.receivedAt) return a.receivedAt < b.receivedAt;
  if (a.recordId !== b.recordId) return a.recordId < b.recordId;
  if (a.index !== b.index) return a.index < b.index;
  return a.stagedAt < b.stagedAt;
};

/**
 * What became of each copy: of those with one identity (metric, timestamp, eventId) the last is the stored row; an earlier one is a
 * duplicate if a later one has its fingerprint, else corrected. Copies of one identity must all be given in one call.
 */
export const classify = <C extends Copy>(copies: Iterable<C>): ReadonlyMap<C, Fate> => {
  const identities = new Map<string, Map<string, C>>();
  for (const copy of copies) {
    const identity = `${copy.metric}\n${copy.timestamp}\n${copy.eventId}`;
    const records = identities.get(identity) ?? new Map<string, C>();
    identities.set(identity, records);
    const key = `${copy.recordId}:${copy.index}`;
    const known = records.get(key);
    if (known === undefined || precedes(known, copy)) records.set(key, copy);
  }
  const fates = new Map<C, Fate>();
  for (const records of identities.values()) judge([...records.values()], fates);
  return fates;
};

const judge = <C extends Copy>(copies: readonly C[], fates: Map<C, Fate>): void => {
  const latestFirst = copies.toSorted((a, b) => (precedes(a, b) ? 1 : -1));
  const seen = new Set<string>();
  for (const [i, copy] of latestFirst.entries()) {
    fates.set(copy, i === 0 ? 'stored' : seen.has(copy.fingerprint) ? 'duplicate' : 'corrected');
    seen.add(copy.fingerprint);
  }
};
