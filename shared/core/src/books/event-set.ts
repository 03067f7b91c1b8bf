import type { Runs } from '../ports/index.ts';

/** The first 32 indexes of most records fit a number; a record of more gets an array of 32 each. */
type Bits = number | Uint32Array;

const wordOf = (bits: Bits, word: number): number => {
  if (typeof bits !== 'number') return bits[word] ?? 0;
  return word === 0 ? bits : 0;
};

const withBit = (bits: Bits, index: number): Bits => {
  const word = index >>> 5;
  if (typeof bits === 'number' && word === 0) return bits | (1 << index);
  let words = typeof bits === 'number' ? Uint32Array.of(bits) : bits;
  if (word >= words.length) {
    const longer = new Uint32Array(Math.max(word + 1, words.length * 2));
    longer.set(words);
    words = longer;
  }
  words[word] = (words[word] ?? 0) | (1 << (index & 31));
  return words;
};

const hasBit = (bits: Bits, index: number): boolean =>
  (wordOf(bits, index >>> 5) & (1 << (index & 31))) !== 0;

const runsOf = (bits: Bits): [number, number][] => {
  const runs: [number, number][] = [];
  const indexes = 32 * (typeof bits === 'number' ? 1 : bits.length);
  for (let index = 0; index < indexes; index++) {
    if (!hasBit(bits, index)) continue;
    const run = runs.at(-1);
    if (run?.[1] === index - 1) run[1] = index;
    else runs.push([index, index]);
  }
  return runs;
};

/** How many indexes are in the runs. */
export const countOf = (runs: Runs): number => runs.reduce((sum, [first, last]) => sum + last - first + 1, 0);

/** Events by (recordId, index), a bit each: a string for each took a hundred bytes, and the books hold all of a tenant's events. */
export class EventSet {
  readonly #records = new Map<string, Bits>();

  /** False when it was there. */
  add(recordId: string, index: number): boolean {
    const bits = this.#records.get(recordId) ?? 0;
    if (hasBit(bits, index)) return false;
    const changed = withBit(bits, index);
    if (changed !== bits) this.#records.set(recordId, changed);
    return true;
  }

  has(recordId: string, index: number): boolean {
    return hasBit(this.#records.get(recordId) ?? 0, index);
  }

  /** Each record, with the indexes of its events that are in the set. */
  *records(): IterableIterator<readonly [recordId: string, runs: Runs]> {
    for (const [recordId, bits] of this.#records) yield [recordId, runsOf(bits)];
  }
}
