import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { call, refusedBy, textOf } from '../client/call.ts';
import type { Client, StreamedBody } from '../client/client.ts';
import { CliFailure, messageOf, systemCodeOf } from '../failure.ts';
import { fileBar } from './bar.ts';
import type { Surroundings } from '../surroundings.ts';

/** Larger files are offered to an address of their own, where the instance has such: a gateway takes about 4 MB in a request. */
const addressFromBytes = 4_000_000;

const sizeOf = async (path: string): Promise<number> => {
  try {
    const found = await stat(path);
    if (found.isFile()) return found.size;
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT')
      throw new CliFailure(`there is no file ${path}`, 1, { cause: error });
    throw new CliFailure(`cannot read ${path}: ${messageOf(error)}`, 1, { cause: error });
  }
  throw new CliFailure(`${path} is no file; name a file`);
};

/** The signature is over the hash of the bytes, so that a file is read twice and never held. */
const sha256Of = async (path: string, signal: AbortSignal): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, { signal });
  return hash.digest('hex');
};

const streamOf = (path: string, taken: (bytes: number) => void): ReadableStream<Uint8Array> => {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for await (const piece of createReadStream(path, { highWaterMark: 262_144 })) {
      // A stream of bytes without an encoding gives buffers.
      if (!(piece instanceof Uint8Array)) continue;
      yield piece;
      taken(piece.length);
    }
  }
  return Readable.toWeb(Readable.from(pieces(), { objectMode: false }));
};

/** An address for the file, or undefined when the instance takes files of any size itself. */
const addressFor = async (client: Client, file: string, signal: AbortSignal): Promise<string | undefined> => {
  const response = await client.ask({
    method: 'POST',
    path: 'batch/upload/address',
    body: JSON.stringify({ file }),
    headers: { 'content-type': 'application/json' },
    signal,
  });
  if (response.status === 404) return undefined;
  if (!response.ok) throw await refusedBy(response, client);
  return textOf(await response.json(), 'url');
};

const putTo = async (url: string, { bytes, length }: StreamedBody, signal: AbortSignal): Promise<void> => {
  const { host } = new URL(url);
  const headers = { 'content-length': String(length) };
  const response = await fetch(url, { method: 'PUT', body: bytes, duplex: 'half', headers, signal }).catch(
    (error: unknown) => {
      throw new CliFailure(`no answer from ${host}: ${messageOf(error)}`, 1, { cause: error });
    },
  );
  if (response.ok) return;
  const said = (await response.text()).slice(0, 300);
  throw new CliFailure(`${host} did not take the file (${response.status}): ${said}`);
};

interface Sending {
  readonly client: Client;
  readonly path: string;
  readonly file: string;
  readonly size: number;
}

const send = async (
  { client, path, file, size }: Sending,
  taken: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> => {
  const url = size > addressFromBytes ? await addressFor(client, file, signal) : undefined;
  const sha256 = url === undefined ? await sha256Of(path, signal) : '';
  const stream = { bytes: streamOf(path, taken), length: size, sha256 };
  if (url !== undefined) return putTo(url, stream, signal);
  const headers = { 'content-type': 'application/octet-stream' };
  await call(client, { method: 'PUT', path: `batch/upload/data/${file}`, stream, headers, signal });
};

/**
 * Uploads a file under a name: in a request, or to the address that the instance gives for a large one. The same file again changes
 * nothing. Throws CliFailure.
 */
export const upload = async (
  path: string,
  file: string,
  client: Client,
  around: Surroundings,
): Promise<number> => {
  const size = await sizeOf(path);
  const bar = fileBar(around.stderr, size);
  try {
    await send({ client, path, file, size }, bar.add, around.stopped);
  } catch (error) {
    if (around.stopped.aborted) throw new CliFailure('the upload was stopped; send the file again', 1);
    if (systemCodeOf(error) === 'ENOENT') throw new CliFailure(`${path} is gone`, 1, { cause: error });
    throw error;
  } finally {
    bar.stop();
  }
  return size;
};
