import type { FunctionName } from '@sluice/core/layout';
import { ageOff } from './age-off.ts';
import { ageOffCalls } from './age-off-calls.ts';
import { batch } from './batch.ts';
import { batchSplit } from './batch-split.ts';
import { books } from './books.ts';
import { booksCalls } from './books-calls.ts';
import { count } from './count.ts';
import { etlCalls } from './etl-calls.ts';
import { etl } from './etl.ts';
import { ingest } from './ingest.ts';
import { meta } from './meta.ts';
import type { FunctionPart } from './part.ts';
import { redshiftLoadCalls } from './redshift-load-calls.ts';
import { redshiftLoad } from './redshift-load.ts';
import { replay } from './replay.ts';
import { scaleStreams } from './scale-streams.ts';
import { scaleTables } from './scale-tables.ts';
import { schema } from './schema.ts';
import { store } from './store.ts';
import { validate } from './validate.ts';

/** Every function that there is: total over the names that layout has. */
export const functionParts: { readonly [Name in FunctionName]: FunctionPart<Name> } = {
  ingest,
  count,
  validate,
  store,
  schema,
  meta,
  replay,
  batch,
  'batch-split': batchSplit,
  etl,
  'etl-calls': etlCalls,
  'redshift-load-calls': redshiftLoadCalls,
  'redshift-load': redshiftLoad,
  'scale-streams': scaleStreams,
  'scale-tables': scaleTables,
  books,
  'books-calls': booksCalls,
  'age-off': ageOff,
  'age-off-calls': ageOffCalls,
};

/** Those that consume a stream. */
export const consumers = ['count', 'validate', 'store'] as const satisfies readonly FunctionName[];
export type Consumer = (typeof consumers)[number];
