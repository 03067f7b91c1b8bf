import {
  parseJson,
  principalOf,
  readBody,
  Refusal,
  refused,
  requireRole,
  routeOf,
  type HttpEvent,
} from '@sluice/core/http';
import type { Directory } from '@sluice/core/ports';
import type { QueryService } from '../service.ts';
import type { Cursor, SqlSession, Statement } from '../sql-session.ts';
import { refusalOf } from './failures.ts';
import { formatFor, type Format } from './formats.ts';

export interface QueryCallServices {
  readonly query: QueryService;
  readonly directory: Directory;
}

/** An answer whose body may come in pieces. When a piece fails, the body breaks off: the caller must close the connection, not end it well. */
export interface StreamedResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | AsyncIterable<string>;
}

const mostSqlBytes = 1_000_000;
const portionRows = 2_000;

const sqlOf = (event: HttpEvent): string => {
  const body = parseJson(readBody(event, mostSqlBytes));
  const sql = typeof body === 'object' && body !== null && 'sql' in body ? body.sql : undefined;
  if (typeof sql !== 'string' || sql.trim() === '')
    throw new Refusal(400, 'the body has no text under "sql"; send {"sql": "SELECT …"}');
  return sql;
};

/** One statement; a semicolon may end it. */
const onlyStatement = async (session: SqlSession, sql: string): Promise<string> => {
  const [statement, second] = await session.split(sql);
  if (statement === undefined) throw new Refusal(400, 'the query is empty');
  if (second !== undefined) throw new Refusal(400, 'send one statement a request');
  // With what stood before it, so that positions count in the text that was sent.
  return sql.slice(0, sql.indexOf(statement) + statement.length);
};

const closing = async (session: SqlSession, cursor: Cursor, statement: Statement): Promise<void> => {
  await cursor.close();
  await statement.close();
  await session.close();
};

async function* pieces(
  format: Format,
  first: Awaited<ReturnType<Cursor['next']>>,
  cursor: Cursor,
  end: () => Promise<void>,
): AsyncGenerator<string> {
  try {
    let portion = first;
    yield format.head + format.rows(portion.rows, true);
    let empty = portion.rows.length === 0;
    while (!portion.done) {
      portion = await cursor.next(portionRows);
      yield format.rows(portion.rows, empty);
      empty &&= portion.rows.length === 0;
    }
    yield format.tail;
  } finally {
    await end();
  }
}

const run = async (event: HttpEvent, session: SqlSession): Promise<StreamedResult> => {
  const statement = await session.prepare(await onlyStatement(session, sqlOf(event)));
  const cursor = await statement.execute([]);
  // The first rows are waited for: most failures show before them, while there is still a status to send.
  const first = await cursor.next(portionRows);
  const format = formatFor(event.headers['accept'], statement.columns);
  const headers = { 'content-type': format.contentType, 'x-amzn-RequestId': event.requestContext.requestId };
  return {
    statusCode: 200,
    headers,
    body: pieces(format, first, cursor, () => closing(session, cursor, statement)),
  };
};

/**
 * `POST /v1/query {"sql"}` (API.md 6): rows as a JSON array of objects, or as NDJSON or CSV by `Accept`; the body streams. Refused SQL is 403,
 * bad SQL 400 with the engine's message and the position.
 */
export const handleQuery = async (event: HttpEvent, services: QueryCallServices): Promise<StreamedResult> => {
  const { requestId, http } = event.requestContext;
  try {
    const principal = await principalOf(event, services.directory);
    requireRole(principal, 'admin', 'analyst', 'operator');
    if (routeOf(event.rawPath) !== 'query' || http.method !== 'POST')
      throw new Refusal(404, `there is no ${http.method} ${event.rawPath}; the call is POST /v1/query`);
    const session = await services.query.open(principal.tenant.id, { keyId: principal.key.id });
    try {
      return await run(event, session);
    } catch (error) {
      await session.close();
      throw error;
    }
  } catch (error) {
    return refused(refusalOf(error), requestId);
  }
};
