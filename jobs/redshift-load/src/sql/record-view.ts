import { literal } from '@sluice/core/warehouse';
import { opsTable, type Target } from '@sluice/core/warehouse';

/** The name in hex of its UTF-8: people chose it, and it is a constant here. */
export const recordView = (
  { schema }: Target,
  { metric, name, digest }: { readonly metric: string; readonly name: string; readonly digest: string },
): string =>
  `INSERT INTO ${opsTable(schema, 'views')} VALUES (${literal(metric)}, ${literal(Buffer.from(name).toString('hex'))}, ${literal(digest)})`;
