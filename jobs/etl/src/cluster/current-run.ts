import { SluiceError } from '@sluice/core/failure';
import { isStoredEtlRun, type StoredEtlRun } from '@sluice/core/forms';
import type { StateStore } from '@sluice/core/ports';

const [partition, key] = ['etl', 'run'];

/** What is under way, and the version of that knowledge. */
export interface Current {
  readonly version: number;
  /** Undefined when nothing is under way. */
  readonly run: StoredEtlRun | undefined;
}

const parsed = (text: string): StoredEtlRun => {
  const value: unknown = JSON.parse(text);
  if (isStoredEtlRun(value)) return value;
  throw new SluiceError({
    class: 'ours',
    code: 'StateDamaged',
    message: `the row ${partition}/${key} of the state store is not what was written; delete it, and the next run begins anew`,
  });
};

export const currentRun = async (states: StateStore): Promise<Current> => {
  const row = await states.get(partition, key);
  if (row === undefined) return { version: 0, run: undefined };
  const run = parsed(row.value);
  return { version: row.version, run: run.run === '' ? undefined : run };
};

/** `conflict`: another wake was first. */
export const replaceRun = (
  states: StateStore,
  version: number,
  run: StoredEtlRun,
): Promise<'stored' | 'conflict'> => states.replace(partition, key, version, JSON.stringify(run));

/** The row stays, so that its versions only grow: who comes late with an old one changes nothing. */
export const noRun: StoredEtlRun = { v: 1, run: '', jobId: '', startedAt: 0 };
