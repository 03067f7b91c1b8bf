import { SluiceError, type FailureClass } from '@sluice/core/failure';
import type { MetricLoad } from '@sluice/core/lake';
import { parseLoadId, type LoadName } from '../load-id.ts';
import { parseFields, type Fields } from './fields.ts';

/**
 * - `pending`: known; its turn comes
 * - `migrating`: something is done to schema or table before it
 * - `loading`: its transaction was begun
 * - `loaded`: its rows and its line in the warehouse's manifest are committed
 * - `failed`: tried, with the reason; tried again at `retryAt`, or by a person when that is null
 * - `refused`: cannot be, with a proposal; tried again by a person
 */
export const loadStates = ['pending', 'migrating', 'loading', 'loaded', 'failed', 'refused'] as const;
export type LoadStateName = (typeof loadStates)[number];

/**
 * What a batch is for. `prepare`: the ops tables · `look`: the facts · `widen`, `add`: the two lists of migrations · `load`: the load itself.
 */
export const workKinds = ['prepare', 'look', 'widen', 'add', 'load'] as const;
export type WorkKind = (typeof workKinds)[number];

/** A batch: stored before it is submitted. */
export interface Work {
  readonly kind: WorkKind;
  readonly token: string;
  /** SHA-256 of its statements, hex: a token goes with these and no others. */
  readonly digest: string;
  /** What each statement is for, for the reason of a failure. */
  readonly names: string;
  /** The warehouse's; null until it answered. */
  readonly id: string | null;
  /** When it was begun, epoch ms. */
  readonly at: number;
}

export interface Doubt {
  readonly class: FailureClass;
  readonly reason: string;
}

/** How far one load is. May be older than the truth, which is in the warehouse. */
export interface LoadState extends LoadName {
  readonly state: LoadStateName;
  /** For people. */
  readonly metricName: string;
  readonly files: number;
  readonly rows: number;
  /** Of batches, over all tries: part of their tokens. */
  readonly attempt: number;
  /** Tries that failed since a person asked. */
  readonly failures: number;
  /** Why it failed last, or what is proposed. */
  readonly reason: string | null;
  /** Epoch ms; null when only a person tries again. */
  readonly retryAt: number | null;
  /** Whether its files were seen to be those of the manifest, in this try. */
  readonly proved: boolean;
  /** Id of the look whose facts are used. */
  readonly look: string | null;
  readonly work: Work | null;
  /** How the load's transaction failed, until the truth was read: another's may have loaded it. */
  readonly doubt: Doubt | null;
  /** When it was last changed, epoch ms. */
  readonly at: number;
}

/** A load that was just published. */
export const newLoad = (load: MetricLoad, name: LoadName, at: number): LoadState => ({
  ...name,
  state: 'pending',
  metricName: load.metricName.slice(0, 256),
  files: load.files.length,
  rows: load.rows,
  attempt: 0,
  failures: 0,
  reason: null,
  retryAt: 0,
  proved: false,
  look: null,
  work: null,
  doubt: null,
  at,
});

/** From its beginning. The attempts go on: a token is never used for two things. */
export const again = (state: LoadState, at: number): LoadState => ({
  ...state,
  state: 'pending',
  retryAt: 0,
  proved: false,
  look: null,
  work: null,
  doubt: null,
  at,
});

const oneOf = <T extends string>(names: readonly T[], text: string): T => {
  const found = names.find((name) => name === text);
  if (found !== undefined) return found;
  throw new SluiceError({
    class: 'ours',
    code: 'BadState',
    message: `a stored document has ${JSON.stringify(text.slice(0, 100))}; possible are ${names.join(', ')}`,
  });
};

const readWork = (fields: Fields): Work => ({
  kind: oneOf(workKinds, fields.text('kind')),
  token: fields.text('token'),
  digest: fields.text('digest'),
  names: fields.text('names'),
  id: fields.textOrNull('id'),
  at: fields.number('at'),
});

const readDoubt = (fields: Fields): Doubt => ({
  class: oneOf(['retryable', 'customer', 'ours'] as const, fields.text('class')),
  reason: fields.text('reason'),
});

/** Throws SluiceError `BadState`. */
export const readLoadState = (text: string): LoadState => {
  const fields = parseFields(text);
  const [work, doubt] = [fields.fieldsOrNull('work'), fields.fieldsOrNull('doubt')];
  return {
    ...parseLoadId(fields.text('loadId')),
    state: oneOf(loadStates, fields.text('state')),
    metricName: fields.text('metricName'),
    files: fields.number('files'),
    rows: fields.number('rows'),
    attempt: fields.number('attempt'),
    failures: fields.number('failures'),
    reason: fields.textOrNull('reason'),
    retryAt: fields.numberOrNull('retryAt'),
    proved: fields.flag('proved'),
    look: fields.textOrNull('look'),
    work: work === null ? null : readWork(work),
    doubt: doubt === null ? null : readDoubt(doubt),
    at: fields.number('at'),
  };
};

export const writeLoadState = (state: LoadState): string => JSON.stringify({ v: 1, ...state });
