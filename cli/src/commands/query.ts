import { Readable } from 'node:stream';
import { Option, type Command } from 'commander';
import { refusedBy } from '../client/call.ts';
import type { Client } from '../client/client.ts';
import { CliFailure, messageOf } from '../failure.ts';
import { printRows } from '../output/print-rows.ts';
import { write } from '../output/write.ts';
import { splitLines } from '../send/source/lines.ts';
import type { Surroundings } from '../surroundings.ts';
import { clientFor } from './context.ts';

type Format = 'table' | 'json' | 'csv';

const accepts: Readonly<Record<Format, string>> = {
  table: 'application/x-ndjson',
  json: 'application/json',
  csv: 'text/csv',
};

/** A server that fails in the middle of an answer closes the connection: what was printed is not all of it. */
async function* pieces(response: Response): AsyncGenerator<Buffer> {
  try {
    if (response.body === null) return;
    for await (const chunk of Readable.fromWeb(response.body))
      yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
  } catch (error) {
    throw new CliFailure(
      `the answer broke off: it is not complete (${messageOf(error instanceof Error ? (error.cause ?? error) : error)})`,
    );
  }
}

/** Asks a query, gives the bytes of the answer as they come. */
export const askQuery = async (
  client: Client,
  sql: string,
  format: Format,
): Promise<AsyncGenerator<Buffer>> => {
  const response = await client.ask({
    method: 'POST',
    path: 'query',
    body: JSON.stringify({ sql }),
    headers: { 'content-type': 'application/json', accept: accepts[format] },
  });
  if (!response.ok) throw await refusedBy(response, client);
  return pieces(response);
};

/** Lines of an answer in NDJSON, some at a time. */
export async function* answeredLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
  for await (const lines of splitLines(chunks, Number.MAX_SAFE_INTEGER))
    yield lines.map(({ bytes }) => bytes.toString('utf8'));
}

const readAll = async (stdin: Readable): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  return Buffer.concat(chunks).toString('utf8');
};

const query = async (text: string, format: Format, around: Surroundings): Promise<void> => {
  const sql = text === '-' ? await readAll(around.stdin) : text;
  if (sql.trim() === '') throw new CliFailure('the query is empty', 2);
  const answer = await askQuery(clientFor('data', around), sql, format);
  if (format === 'table') {
    await printRows(answeredLines(answer), around.stdout);
    return;
  }
  let last: number | undefined;
  for await (const chunk of answer) {
    await write(around.stdout, chunk);
    last = chunk.at(-1) ?? last;
  }
  if (last !== undefined && last !== 0x0a) await write(around.stdout, '\n');
};

/** `sluice query SQL` */
export const addQueryCommand = (program: Command, around: Surroundings): void => {
  program
    .command('query')
    .description('ask SQL: a table for each metric, columns by the names of its fields')
    .argument('<sql>', 'one statement; - reads it from standard input')
    .addOption(
      new Option('--format <format>', 'how to print the rows')
        .choices(['table', 'json', 'csv'])
        .default('table'),
    )
    .addHelpText(
      'after',
      `
Examples:
  sluice query 'SELECT count(*) FROM flights'
  sluice query 'SELECT origin, avg(delay) FROM flights GROUP BY 1' --format csv > delays.csv`,
    )
    .action((sql: string, { format }: { readonly format: Format }) => query(sql, format, around));
};
