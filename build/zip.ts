import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** A zip entry's time is local and has no zone: this is the same one in every zone (STYLE C9). */
const mtime = new Date(1980, 0, 1);

/**
 * The files as a zip whose bytes depend on nothing but names, contents and the zlib of Node, which the lock file pins: sorted, one time,
 * one mode.
 */
export const zipOf = (files: Readonly<Record<string, Uint8Array>>): Promise<Buffer> => {
  const zip = new ZipFile();
  for (const [name, contents] of Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    zip.addBuffer(Buffer.from(contents), name, {
      mtime,
      mode: 0o100644,
      compress: true,
      forceDosTimestamp: true,
    });
  zip.end();
  return buffer(zip.outputStream);
};
