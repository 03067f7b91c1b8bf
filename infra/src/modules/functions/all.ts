import type { FunctionName } from '@sluice/core/layout';
import { count } from './count.ts';
import { ingest } from './ingest.ts';
import { meta } from './meta.ts';
import type { FunctionPart } from './part.ts';
import { replay } from './replay.ts';
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
};

/** Those that consume a stream. */
export const consumers = ['count', 'validate', 'store'] as const satisfies readonly FunctionName[];
export type Consumer = (typeof consumers)[number];
