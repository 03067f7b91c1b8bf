import { call, callWith, createClient, elementsOf, membersOf, textOf, type Client } from 'sluice/client';
import { booksTable } from 'sluice/output';
import { send, showProgress, type Tally } from 'sluice/send';
import { readRow, showSql, tell } from './tell.ts';
import type { Instance } from './instance.ts';

const pieceRows = 2_000;

/** A signer of an instance. */
export const signer = (
  { url }: Pick<Instance, 'url'>,
  credentials: { readonly accessKeyId: string; readonly secretAccessKey: string },
): Client => createClient({ url, region: 'us-east-1', credentials, addressFrom: 'the demo' }, Date.now);

/** A new tenant without a quota, and a client with its key. */
export const makeTenant = async (instance: Instance, name: string): Promise<Client> => {
  const operator = signer(instance, instance.admin);
  const made = await callWith(operator, { method: 'PUT', path: 'meta/tenant' }, { name, rate: 'unlimited' });
  const accessKeyId = textOf(made, 'accessKeyId') ?? '';
  return signer(instance, { accessKeyId, secretAccessKey: textOf(made, 'secretAccessKey') ?? '' });
};

/** Sends events as `sluice send` does, with its progress bar. */
export const sendEvents = (client: Client, events: readonly string[]): Promise<Tally> => {
  let read = 0;
  const pieces = (async function* () {
    for (; read < events.length; read += pieceRows)
      yield events.slice(read, read + pieceRows).map((text, i) => ({
        line: read + i + 1,
        bytes: Buffer.from(text),
      }));
  })();
  return send(
    {
      client,
      pieces,
      read: () => Math.min(read, events.length),
      screen: showProgress(process.stderr, events.length, Date.now),
      batch: 500,
      concurrency: 4,
    },
    {
      now: Date.now,
      random: Math.random,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      stopped: new AbortController().signal,
    },
  );
};

/** Rows of a query, each a list of what its cells show. Prints both. */
export const ask = async (client: Client, sql: string): Promise<readonly (readonly string[])[]> => {
  const response = await client.ask({
    method: 'POST',
    path: 'query',
    body: JSON.stringify({ sql }),
    headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${sql}: ${text}`);
  const rows = text
    .split('\n')
    .filter((line) => line !== '')
    .map(readRow);
  showSql(sql, rows);
  return rows.map(({ cells }) => cells.map((cell) => cell.text));
};

/** Changes the schema. */
export const declare = async (client: Client, path: string, body: object): Promise<void> => {
  await callWith(client, { method: 'POST', path }, body);
  tell(`  POST /v1/${path} ${JSON.stringify(body)}`);
};

/** Sums over the hours of a tenant's books. */
export type Sums = Readonly<
  Record<'accepted' | 'stored' | 'rejected' | 'duplicate' | 'corrected' | 'inFlight', number>
>;

interface Books {
  readonly balanced: boolean;
  readonly sums: Sums;
  readonly text: string;
}

/** The signer's books. */
export const readBooks = async (client: Client): Promise<Books> => {
  const answer = await call(client, { method: 'GET', path: 'meta/books' });
  const hours = elementsOf(membersOf(answer).get('hours')).map(membersOf);
  const sum = (name: string): number => hours.reduce((all, hour) => all + Number(hour.get(name)), 0);
  return {
    balanced: membersOf(answer).get('balanced') === true,
    sums: {
      accepted: sum('accepted'),
      stored: sum('stored'),
      rejected: sum('rejected'),
      duplicate: sum('duplicate'),
      corrected: sum('corrected'),
      inFlight: sum('inFlight'),
    },
    text: booksTable(hours),
  };
};

/** How many rows the books of the lake and of the warehouse count as held. */
export const readDeepBooks = async (client: Client) => {
  const query = { depth: 'warehouse' };
  const answer = membersOf(await call(client, { method: 'GET', path: 'meta/books', query }));
  const held = (place: string): number =>
    elementsOf(answer.get(place)).reduce<number>((sum, line) => sum + Number(membersOf(line).get('held')), 0);
  return {
    balanced: answer.get('balanced') === true,
    lake: held('lake'),
    warehouse: held('warehouse'),
  };
};

const settleWithinMs = 45_000;

/** Waits until so many events are in the books, and none of them is in flight. */
export const settle = async (client: Client, accepted: number): Promise<Books> => {
  const until = Date.now() + settleWithinMs;
  for (;;) {
    const books = await readBooks(client);
    if (books.sums.accepted >= accepted && books.sums.inFlight === 0) return books;
    if (Date.now() > until)
      throw new Error(
        `after 45 s ${books.sums.inFlight} of ${books.sums.accepted} events are still in flight`,
      );
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
};
