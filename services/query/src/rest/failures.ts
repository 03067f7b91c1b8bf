import { OutOfService } from '@sluice/core/failure';
import { Refusal } from '@sluice/core/http';
import { SqlError } from '../sql-session.ts';

const unavailable = new Set(['53100', '57P01', '57P02', '57P05', '58030', '40001']);

const statusOf = (sqlstate: string): 400 | 403 | 500 | 503 => {
  if (sqlstate === '42501') return 403;
  if (unavailable.has(sqlstate)) return 503;
  return sqlstate.startsWith('XX') ? 500 : 400;
};

/** A failure of a statement as the REST call answers it: the engine's message with its SQLSTATE and position. Anything else is thrown on. */
export const refusalOf = (error: unknown): Refusal => {
  if (error instanceof Refusal) return error;
  if (error instanceof OutOfService) return new Refusal(503, 'the store is not available now; try again');
  if (!(error instanceof SqlError)) throw error;
  const place = error.position === undefined ? '' : `, position ${error.position}`;
  return new Refusal(statusOf(error.sqlstate), `${error.message} (SQLSTATE ${error.sqlstate}${place})`);
};
