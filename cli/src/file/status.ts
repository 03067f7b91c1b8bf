import { call, elementsOf, membersOf, textOf } from '../client/call.ts';
import type { Client } from '../client/client.ts';
import { CliFailure } from '../failure.ts';
import { left, right, table } from '../output/table.ts';
import { printable } from '../output/width.ts';

/** Asked again after so many ms, and ever later up to the last. */
const waits = [200, 500, 1_000, 2_000, 5_000] as const;

export const readStatus = (client: Client, file: string): Promise<unknown> =>
  call(client, { method: 'GET', path: `batch/status/${encodeURIComponent(file)}` });

const isOver = (status: unknown): boolean => ['done', 'failed'].includes(textOf(status, 'state') ?? '');

/** Asks until a file is done or failed. Rejects when it is told to stop. */
export const statusAtEnd = async (
  client: Client,
  file: string,
  sleep: (ms: number) => Promise<void>,
): Promise<unknown> => {
  for (let asked = 0; ; asked++) {
    const status = await readStatus(client, file);
    if (isOver(status)) return status;
    await sleep(waits[Math.min(asked, waits.length - 1)] ?? 5_000);
  }
};

const columns = ['read', 'stored', 'rejected', 'duplicate'] as const;

const countIn = (status: unknown, name: (typeof columns)[number]): number => {
  const value = membersOf(membersOf(status).get('events')).get(name);
  if (typeof value === 'number') return value;
  throw new CliFailure(`the answer's status has no number ${name}`);
};

const shownTime = (value: unknown): string =>
  typeof value === 'number' ? new Date(value).toISOString() : '';

/** A line of a refused line; the reason why a file failed has the line where it did, or none. */
const errorLine = (error: unknown): string => {
  const line = membersOf(error).get('line');
  const where = typeof line === 'number' && line > 0 ? `line ${line}: ` : '';
  return `${printable(`${where}${textOf(error, 'code') ?? ''}: ${textOf(error, 'message') ?? ''}`)}\n`;
};

/** The state and counts of a file, then what was wrong in which line. */
export const statusText = (status: unknown): string => {
  const row = [
    left(textOf(status, 'file') ?? ''),
    left(textOf(status, 'state') ?? ''),
    left(shownTime(membersOf(status).get('receivedAt'))),
    ...columns.map((name) => right(countIn(status, name))),
  ];
  const errors = elementsOf(membersOf(status).get('errors')).map(errorLine);
  return `${table(['file', 'state', 'received', ...columns], [row])}${errors.join('')}`;
};

/** Why a file is not whole, in one sentence; undefined when it is, or is on its way. */
export const faultOf = (status: unknown): string | undefined => {
  const rejected = countIn(status, 'rejected');
  if (textOf(status, 'state') === 'failed')
    return 'the file could not be read to its end; mend it and send it again';
  return rejected === 0 ? undefined : `${rejected} of its lines ${rejected === 1 ? 'is' : 'are'} not stored`;
};
