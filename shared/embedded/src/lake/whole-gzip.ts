import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/** Of what is read and inflated at once: zlib's default of 16 KB goes to its threads and back 64 times as often. */
const stepBytes = 1_048_576;

const nowhere = (): Writable => new Writable({ write: (_, __, done) => done() });

/**
 * True when bytes of a file, `to` not included, are gzip members and nothing else. They are inflated on zlib's threads, so that files can be
 * looked at side by side. False says no more than that somebody must look closer, also when the file cannot be read.
 */
export const isWholeGzip = async (file: string, from: number, to: number): Promise<boolean> => {
  const gunzip = createGunzip({ chunkSize: stepBytes });
  const bytes = createReadStream(file, { start: from, end: to - 1, highWaterMark: stepBytes });
  try {
    await pipeline(bytes, gunzip, nowhere());
  } catch {
    return false;
  }
  // zlib takes zeros behind a member for padding, and does not count them.
  return gunzip.bytesWritten === to - from;
};
