import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { LongLines } from '@sluice/core/lake';

/** Of what is read and inflated at once: zlib's default of 16 KB goes to its threads and back 64 times as often. */
const stepBytes = 1_048_576;

/** Takes lines that an engine may be given, and fails at one that is too long. */
const shortLines = (): Writable => {
  const lines = new LongLines();
  const refuse = (part: Uint8Array): Error | null => {
    const fault = lines.faultIn(part);
    return fault === undefined ? null : new Error(fault);
  };
  return new Writable({
    write: (part: Uint8Array, _, done) => {
      done(refuse(part));
    },
  });
};

/**
 * True when bytes of a file, `to` not included, are gzip members and nothing else, of lines that are not too long. They are inflated on
 * zlib's threads, so that files can be looked at side by side. False says no more than that somebody must look closer, also when the file
 * cannot be read.
 */
export const isWholeGzip = async (file: string, from: number, to: number): Promise<boolean> => {
  const gunzip = createGunzip({ chunkSize: stepBytes });
  const bytes = createReadStream(file, { start: from, end: to - 1, highWaterMark: stepBytes });
  try {
    await pipeline(bytes, gunzip, shortLines());
  } catch {
    return false;
  }
  // zlib takes zeros behind a member for padding, and does not count them.
  return gunzip.bytesWritten === to - from;
};
