import { argument, serve } from '../process/serve.ts';
import { SqlError } from '../sql-session.ts';
import type { Failure, Request } from '../engine/protocol.ts';
import { describePg, openShadow, queryPg, setShadow } from './shadow.ts';

/** The catalogue process of one tenant: apart from its engine, because a query here blocks the process until it ends or is ended. */
const isSettings = (value: unknown): value is { readonly template: string } =>
  typeof value === 'object' && value !== null && 'template' in value && typeof value.template === 'string';

const settings = argument();
if (!isSettings(settings)) throw new Error('catalogue-main takes its settings as JSON');
const shadow = await openShadow(settings.template);

const handle = (request: Request): Promise<unknown> => {
  if (request.op === 'shadow') return setShadow(shadow, request.tables);
  if (request.op === 'pgDescribe') return describePg(shadow, request.sql);
  if (request.op === 'pgQuery') return queryPg(shadow, request.sql, request.parameters);
  throw new SqlError('XX000', `the catalogue does not do ${request.op}`);
};

const failureOf = (error: unknown): Failure => {
  const message = error instanceof Error ? error.message : String(error);
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'XX000';
  const at = error instanceof Error && 'position' in error ? Number(error.position) : Number.NaN;
  return Number.isInteger(at) && at > 0
    ? { sqlstate: code, message, position: at }
    : { sqlstate: code, message };
};

serve(handle, failureOf);
process.send?.({ ready: true });
