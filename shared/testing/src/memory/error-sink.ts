import { done } from '@sluice/core/failure';
import type { ErrorRecord } from '@sluice/core/forms';
import type { ErrorSink, Stage } from '@sluice/core/ports';

/** An error sink in memory, with what was put into it. */
export interface MemoryErrorSink extends ErrorSink {
  /** The records of a store: notices of kind `field` are with malformed. */
  stored(stage: Stage, kind: 'malformed' | 'commit'): readonly ErrorRecord[];
}

export const memoryErrorSink = (): MemoryErrorSink => {
  const records: ErrorRecord[] = [];
  return {
    put: async (given) => {
      records.push(...given);
      return given.map(() => done);
    },
    stored: (stage, kind) =>
      records.filter(
        (record) => record.stage === stage && (record.kind === 'commit') === (kind === 'commit'),
      ),
  };
};
