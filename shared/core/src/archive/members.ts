import { type Found, readMember } from './member.ts';

/** A part of an object of gzip members, from `start` to `end` (bytes, end not included). */
export type Part =
  | {
      readonly kind: 'member';
      readonly start: number;
      readonly end: number;
      /** The member itself, and what it holds. */
      readonly bytes: Uint8Array;
      readonly data: Uint8Array;
    }
  /** Bytes that are no member; what follows is read again from the next member on. */
  | { readonly kind: 'damage'; readonly start: number; readonly end: number; readonly reason: string }
  /** The object ends within a member: an append that was interrupted, or one in progress. */
  | { readonly kind: 'torn'; readonly start: number; readonly end: number };

/** So much is taken in before a member is read that may be cut. */
const step = 4 * 1024 * 1024;
const largestCompressed = 64 * 1024 * 1024;

/** A part of the object in memory, moved forward only. */
interface Window {
  readonly chunks: AsyncIterator<Uint8Array>;
  bytes: Uint8Array;
  /** Where in the object the bytes start. */
  base: number;
  atEnd: boolean;
}

/** Takes in as much again as there is, and at least a step. */
const extend = async (window: Window): Promise<void> => {
  const wanted = Math.max(step, window.bytes.length);
  const taken: Uint8Array[] = [window.bytes];
  for (let bytes = 0; bytes < wanted;) {
    const next = await window.chunks.next();
    if (next.done === true) {
      window.atEnd = true;
      break;
    }
    taken.push(next.value);
    bytes += next.value.length;
  }
  window.bytes = Buffer.concat(taken);
};

const moveTo = (window: Window, position: number): void => {
  window.bytes = window.bytes.subarray(position - window.base);
  window.base = position;
};

/** Reads at the window's start, extending it while the member is cut only by the window. */
const readHere = async (window: Window): Promise<Found> => {
  for (;;) {
    if (!window.atEnd && window.bytes.length < step / 2) await extend(window);
    const found = readMember(window.bytes);
    if (found.kind !== 'cut' || window.atEnd) return found;
    if (window.bytes.length > largestCompressed) return { kind: 'bad', reason: 'it does not end' };
    await extend(window);
  }
};

/** Where the next member may start after the window's start: the next byte 1f, or the end of what is in memory. */
const nextCandidate = (window: Window): number => {
  const found = window.bytes.indexOf(0x1f, 1);
  return window.base + (found < 0 ? window.bytes.length : found);
};

/** The damage being passed over: where it started, why, and where the first candidate is that the file's end cut. */
interface Damage {
  readonly start: number;
  readonly reason: string;
}

/** What is left between the last whole member and the end of the file. */
const lastPart = (damage: Damage | undefined, tornAt: number | undefined, end: number): Part | undefined => {
  if (damage !== undefined && damage.start !== tornAt) return { kind: 'damage', ...damage, end };
  return tornAt === undefined ? undefined : { kind: 'torn', start: tornAt, end };
};

/**
 * The parts of an object of gzip members, in order, without a gap between them. Memory is bounded by the largest member. Bytes that are no
 * member are reported as damage and reading goes on at the next whole member.
 * @param chunks the bytes of the object from `from` on
 * @param from a position (bytes) where a member may start
 */
export async function* partsOf(chunks: AsyncIterable<Uint8Array>, from = 0): AsyncGenerator<Part> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    yield* partsIn({ chunks: iterator, bytes: new Uint8Array(), base: from, atEnd: false });
  } finally {
    await iterator.return?.();
  }
}

async function* partsIn(window: Window): AsyncGenerator<Part> {
  let damage: Damage | undefined;
  let tornAt: number | undefined;
  for (;;) {
    if (window.bytes.length === 0 && !window.atEnd) await extend(window);
    if (window.bytes.length === 0) break;
    const found = await readHere(window);
    const start = window.base;
    if (found.kind === 'whole') {
      if (damage !== undefined) yield { kind: 'damage', ...damage, end: start };
      damage = tornAt = undefined;
      const { length, data } = found;
      const bytes = window.bytes.subarray(0, length);
      moveTo(window, start + length);
      yield { kind: 'member', start, end: start + length, bytes, data };
      continue;
    }
    if (found.kind === 'cut') tornAt ??= start;
    damage ??= { start, reason: found.kind === 'cut' ? 'it is cut off' : found.reason };
    moveTo(window, nextCandidate(window));
  }
  const last = lastPart(damage, tornAt, window.base);
  if (last !== undefined) yield last;
}
