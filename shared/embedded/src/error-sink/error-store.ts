import type { ErrorRecord } from '@sluice/core/forms';
import { errorPrefix } from '@sluice/core/layout';
import type { Stage } from '@sluice/core/ports';

/** One of the four error stores. */
export interface ErrorStore {
  readonly stage: Stage;
  readonly kind: 'malformed' | 'commit';
}

export const errorStores: readonly ErrorStore[] = [
  { stage: 'raw', kind: 'malformed' },
  { stage: 'raw', kind: 'commit' },
  { stage: 'staged', kind: 'malformed' },
  { stage: 'staged', kind: 'commit' },
];

/** The store of a record: notices of kind `field` are about the customer's data, as malformed ones are. */
export const storeOf = ({ stage, kind }: ErrorRecord): ErrorStore => {
  switch (kind) {
    case 'malformed':
    case 'field':
      return { stage, kind: 'malformed' };
    case 'commit':
      return { stage, kind: 'commit' };
  }
};

/** A store's folder, without the hours below it: `errors/stream/raw/malformed`. */
export const storeName = ({ stage, kind }: ErrorStore): string =>
  errorPrefix(stage, kind, 0).split('/').slice(0, 4).join('/');
