import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CliFailure, messageOf, systemCodeOf } from '../../failure.ts';

/** Bytes of a file or of standard input, decompressed, with a look at how they begin. */
export interface OpenSource {
  readonly name: string;
  /** Bytes of the file as it lies there; unknown of standard input. */
  readonly size: number | undefined;
  /** How many of them were read so far. */
  readonly read: () => number;
  /** The first characters of the contents. */
  readonly head: string;
  readonly chunks: AsyncIterable<Buffer>;
}

const headBytes = 65_536;

async function* counted(stream: Readable, add: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    add(bytes.length);
    yield bytes;
  }
}

/** Looks at the first chunks without losing them. */
const peek = async (
  chunks: AsyncGenerator<Buffer>,
  bytes: number,
): Promise<{ readonly head: Buffer; readonly all: AsyncGenerator<Buffer> }> => {
  const first: Buffer[] = [];
  let length = 0;
  while (length < bytes) {
    const next = await chunks.next();
    if (next.done === true) break;
    first.push(next.value);
    length += next.value.length;
  }
  const head = Buffer.concat(first);
  return {
    head,
    all: (async function* () {
      if (head.length > 0) yield head;
      yield* chunks;
    })(),
  };
};

async function* gunzipped(chunks: AsyncGenerator<Buffer>, name: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const fed = (async () => {
    for await (const chunk of chunks)
      if (!gunzip.write(chunk)) await new Promise((resolve) => gunzip.once('drain', resolve));
    gunzip.end();
  })().catch((error: unknown) => gunzip.destroy(error instanceof Error ? error : new Error(String(error))));
  try {
    for await (const chunk of gunzip) if (Buffer.isBuffer(chunk)) yield chunk;
    await fed;
  } catch (error) {
    throw new CliFailure(`${name} cannot be decompressed to its end: ${messageOf(error)}`);
  }
}

const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b;

const refuseUtf16 = (head: Buffer, name: string): void => {
  const mark = head.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff')
    throw new CliFailure(`${name} is UTF-16; convert it first, for example with iconv -f utf-16 -t utf8`);
};

/** Skips a UTF-8 byte order mark, which other tools write and JSON does not allow. */
async function* withoutMark(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let first = true;
  for await (const chunk of chunks) {
    yield first && chunk.subarray(0, 3).toString('hex') === 'efbbbf' ? chunk.subarray(3) : chunk;
    first = false;
  }
}

const opened = async (path: string): Promise<{ readonly stream: Readable; readonly size: number }> => {
  try {
    const { size } = await stat(path).then((found) => {
      if (found.isDirectory()) throw new CliFailure(`${path} is a folder; name a file`);
      return found;
    });
    return { stream: createReadStream(path, { highWaterMark: 262_144 }), size };
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') throw new CliFailure(`there is no file ${path}`);
    if (error instanceof CliFailure) throw error;
    throw new CliFailure(`cannot read ${path}: ${messageOf(error)}`);
  }
};

/**
 * Opens a file, or standard input for `-`; undoes gzip, which it knows by its first bytes.
 * @param stopped ends the reading, also while it waits for standard input
 * @throws CliFailure when there is no such file or it cannot be read
 */
export const openSource = async (
  path: string,
  stdin: Readable,
  stopped: AbortSignal,
): Promise<OpenSource> => {
  const name = path === '-' ? 'standard input' : path;
  const { stream, size } = path === '-' ? { stream: stdin, size: undefined } : await opened(path);
  let read = 0;
  stopped.addEventListener('abort', () => stream.destroy(new Error('stopped')), { once: true });
  const raw = await peek(
    counted(stream, (bytes) => {
      read += bytes;
    }),
    2,
  ).catch((error: unknown) => {
    throw new CliFailure(`cannot read ${name}: ${messageOf(error)}`);
  });
  const plain = await peek(isGzip(raw.head) ? gunzipped(raw.all, name) : raw.all, headBytes);
  refuseUtf16(plain.head, name);
  const head = plain.head.toString('utf8').replace(/^\ufeff/, '');
  return { name, size, read: () => read, head, chunks: withoutMark(plain.all) };
};
