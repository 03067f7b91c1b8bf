import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { refusedBy } from '../client/call.ts';
import type { Client } from '../client/client.ts';
import { Unreachable } from '../client/unreachable.ts';
import { CliFailure } from '../failure.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Batch, Row } from './batch.ts';
import { maxAttempts, policyOf, retryAfterMs, waitBefore } from './retry.ts';
import { count, type Tally } from './tally.ts';
import { readVerdicts, type Verdict } from './verdicts.ts';

export type DeliverServices = Pick<Surroundings, 'now' | 'random' | 'sleep'> & {
  readonly client: Client;
  /** Told when the wait is on the server's side, with a reason. */
  readonly onWait?: (reason: string, ms: number) => void;
};

const zip = promisify(gzip);

/** On the same machine compression costs more than it saves. */
const isNear = (url: string): boolean => /^(localhost|127\.|\[::1\])/.test(new URL(url).hostname);

const post = async (rows: readonly Row[], client: Client): Promise<Response> => {
  const text = `[${rows.map((row) => row.text).join(',\n')}]`;
  const request = { method: 'POST', path: 'stream/events' } as const;
  const headers = { 'content-type': 'application/json' };
  if (isNear(client.connection.url)) return client.ask({ ...request, headers, body: text });
  const body = new Uint8Array(await zip(text));
  return client.ask({ ...request, headers: { ...headers, 'content-encoding': 'gzip' }, body });
};

/** One attempt: verdicts, or how long the server wants us to wait and why, and whether it counts as a failure. */
type Attempt =
  | { readonly verdicts: readonly Verdict[] }
  | { readonly failure: CliFailure; readonly waitMs: number; readonly isQuota: boolean };

const linesOf = (rows: readonly Row[]): string =>
  `rows from line ${rows[0]?.line ?? 0} to ${rows.at(-1)?.line ?? 0}`;

const attempt = async (rows: readonly Row[], { client, now }: DeliverServices): Promise<Attempt> => {
  try {
    const response = await post(rows, client);
    if (response.ok) return { verdicts: readVerdicts(await response.text(), rows.length) };
    const waitMs = retryAfterMs(response.headers.get('retry-after'), now());
    const refusal = await refusedBy(response, client);
    const policy = policyOf(response.status);
    if (policy === 'fail') throw new CliFailure(`${linesOf(rows)} were refused: ${refusal.message}`);
    return { failure: refusal, waitMs, isQuota: policy === 'wait' };
  } catch (error) {
    if (error instanceof Unreachable) return { failure: error, waitMs: 0, isQuota: false };
    // An answer cut off in its middle: nobody knows what was stored, and sending again does no harm.
    if (error instanceof TypeError)
      return {
        failure: new CliFailure(`the answer was cut off: ${error.message}`),
        waitMs: 0,
        isQuota: false,
      };
    throw error;
  }
};

const judged = (tally: Tally, { line }: Row, { status, code, message }: Verdict): Tally => {
  switch (status) {
    case 'accepted':
      return count(tally, 'accepted');
    case 'accepted-with-warning':
      return count(tally, 'warnings', { code, line, message });
    case 'rejected':
      return count(tally, 'rejected', { code, line, message });
    case 'retry':
      return tally;
  }
};

const retryFailure = (verdicts: readonly Verdict[]): CliFailure => {
  const first = verdicts.find(({ status }) => status === 'retry');
  return new CliFailure(`the stream did not take events (${first?.code ?? ''}: ${first?.message ?? ''})`);
};

/**
 * Sends a batch until each of its events has a verdict. Only what is told to be sent again is sent again; a quota is waited for, other
 * outages are tried a dozen times. Sending an event twice does no harm: its identity is its content.
 * @param signal ends the waiting between two attempts, never a request under way: its answer is worth having
 * @throws CliFailure when the server refuses the request, or stays away
 */
export const deliver = async (
  batch: Batch,
  services: DeliverServices,
  signal: AbortSignal,
): Promise<Tally> => {
  let tally = batch.unreadable;
  let rows = batch.events;
  let failures = 0;
  while (rows.length > 0) {
    const result = await attempt(rows, services);
    const verdicts = 'verdicts' in result ? result.verdicts : [];
    for (const [i, verdict] of verdicts.entries()) {
      const row = rows[i];
      if (row !== undefined) tally = judged(tally, row, verdict);
    }
    const again = 'verdicts' in result ? rows.filter((_, i) => verdicts[i]?.status === 'retry') : rows;
    if (again.length === 0) return tally;
    failures = again.length < rows.length ? 1 : failures + 1;
    const { failure, waitMs, isQuota } =
      'verdicts' in result ? { failure: retryFailure(verdicts), waitMs: 0, isQuota: false } : result;
    if (isQuota) failures = 1;
    if (failures >= maxAttempts)
      throw new CliFailure(`gave up on ${linesOf(again)} after ${failures} attempts: ${failure.message}`);
    const wait = isQuota && waitMs > 0 ? waitMs : waitBefore(failures, waitMs, services.random);
    services.onWait?.(failure.message, wait);
    await services.sleep(wait, signal);
    rows = again;
  }
  return tally;
};
