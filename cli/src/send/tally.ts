/** What became of rows. `unreadable` ones were not sent: they are no events. */
export const outcomes = ['accepted', 'warnings', 'rejected', 'unreadable'] as const;
export type Outcome = (typeof outcomes)[number];

/** Rows of one outcome with the same code, told by the first of them. */
export interface Reason {
  readonly outcome: Outcome;
  readonly code: string;
  readonly count: number;
  readonly line: number;
  readonly message: string;
}

export interface Tally {
  readonly counts: Readonly<Record<Outcome, number>>;
  /** In the order in which they came up; at most so many different ones as {@link maxReasons}. */
  readonly reasons: readonly Reason[];
}

/** Codes are few; this bounds what a server with many could make us hold. */
const maxReasons = 50;

export const emptyTally: Tally = {
  counts: { accepted: 0, warnings: 0, rejected: 0, unreadable: 0 },
  reasons: [],
};

const addReason = (reasons: readonly Reason[], added: Reason): readonly Reason[] => {
  const at = reasons.findIndex(({ outcome, code }) => outcome === added.outcome && code === added.code);
  const known = reasons[at];
  if (known === undefined) return reasons.length < maxReasons ? [...reasons, added] : reasons;
  const first = known.line <= added.line ? known : added;
  return reasons.with(at, { ...first, count: known.count + added.count });
};

/** Both together. */
export const addTallies = (a: Tally, b: Tally): Tally => ({
  counts: {
    accepted: a.counts.accepted + b.counts.accepted,
    warnings: a.counts.warnings + b.counts.warnings,
    rejected: a.counts.rejected + b.counts.rejected,
    unreadable: a.counts.unreadable + b.counts.unreadable,
  },
  reasons: b.reasons.reduce(addReason, a.reasons),
});

/** One more row. `why` is left out of what is simply accepted. */
export const count = (
  tally: Tally,
  outcome: Outcome,
  why?: { readonly code: string; readonly line: number; readonly message: string },
): Tally => ({
  counts: { ...tally.counts, [outcome]: tally.counts[outcome] + 1 },
  reasons: why === undefined ? tally.reasons : addReason(tally.reasons, { outcome, count: 1, ...why }),
});
