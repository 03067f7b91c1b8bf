import { hash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';

/** Lines as the body of an item, and a hash of them that names it: the same lines are the same item. */
export interface Packed {
  readonly digest: string;
  readonly body: Uint8Array;
}

/** Text of one body. What cannot be compressed grows by a thousandth at most, so that an item stays below 390 KB. */
const textBytes = 350_000;

const pack = (text: string): Packed => ({
  digest: hash('sha256', text, 'hex').slice(0, 32),
  body: gzipSync(text),
});

/** Lines, each with its end, in as few bodies as an item's size allows. Sorted first, so that the order of finding them makes no other item. */
export const packLines = (lines: readonly string[]): readonly Packed[] => {
  const texts: string[][] = [];
  let bytes = Infinity;
  for (const line of lines.toSorted()) {
    bytes += Buffer.byteLength(line);
    if (bytes > textBytes) {
      texts.push([]);
      bytes = Buffer.byteLength(line);
    }
    texts.at(-1)?.push(line);
  }
  return texts.map((text) => pack(text.join('')));
};

/** The lines of a body, without their ends. Throws what zlib throws. */
export const unpackLines = (body: Uint8Array): readonly string[] =>
  gunzipSync(body)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
