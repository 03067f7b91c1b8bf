import { createServer, type IncomingHttpHeaders } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { elementsOf, parsed } from './client/call.ts';
import { run } from './program.ts';
import type { Surroundings } from './surroundings.ts';

export interface Asked {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  /** Close the connection without an answer, or in the middle of it. */
  readonly hangUp?: boolean;
}

/** A server that answers as a test says and remembers what it was asked. */
export const fakeServer = async (answer: (asked: Asked) => Answer | Promise<Answer>) => {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void (async () => {
        const bytes = Buffer.concat(chunks);
        const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
        const one = {
          method: request.method ?? '',
          target: request.url ?? '',
          headers: request.headers,
          text: plain.toString('utf8'),
        };
        asked.push(one);
        const { status = 200, headers = {}, body = {}, hangUp = false } = await answer(one);
        if (hangUp) {
          request.socket.destroy();
          return;
        }
        response.writeHead(status, { 'x-amzn-RequestId': 'R1', ...headers });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      })();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    asked,
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

const collecting = () => {
  const stream = new PassThrough();
  let text = '';
  stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  return { stream, text: () => text };
};

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Every wait that was asked for, in ms. */
  readonly waits: readonly number[];
}

export interface RunOptions {
  readonly env?: Record<string, string>;
  readonly stdin?: string;
  readonly stopped?: AbortSignal;
}

/** Runs a command in this process, as a signer `KEY`; waits are not waited for. */
export const runCli = async (
  url: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ran> => {
  const out = collecting();
  const err = collecting();
  const waits: number[] = [];
  const around: Surroundings = {
    env: { SLUICE_URL: url, AWS_ACCESS_KEY_ID: 'KEY', AWS_SECRET_ACCESS_KEY: 'secret', ...options.env },
    stdin: Readable.from([Buffer.from(options.stdin ?? '')]),
    stdout: out.stream,
    stderr: err.stream,
    now: () => performance.timeOrigin + performance.now(),
    random: () => 0.5,
    sleep: (ms, signal) => {
      waits.push(ms);
      return signal?.aborted === true ? Promise.reject(new Error('aborted')) : Promise.resolve();
    },
    stopped: options.stopped ?? new AbortController().signal,
  };
  const code = await run(args, around);
  await new Promise((resolve) => setImmediate(resolve));
  return { code, out: out.text(), err: err.text(), waits };
};

/** A folder that the caller removes. */
export const temporaryFolder = () => {
  const path = mkdtempSync(join(tmpdir(), 'sluice-cli-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

/** The answer of `stream/events` for verdicts by event. */
export const verdicts = (
  text: string,
  statusOf: (event: unknown) => 'accepted' | 'accepted-with-warning' | 'rejected' | 'retry',
): Answer => {
  const records = elementsOf(parsed(text)).map((event) => {
    const status = statusOf(event);
    const isFine = status === 'accepted';
    return {
      ErrorCode: isFine ? null : `Code-${status}`,
      ErrorMessage: isFine ? null : `why ${status}`,
      eventId: 'E',
      status,
    };
  });
  return { body: { failedRecordCount: 0, records } };
};
