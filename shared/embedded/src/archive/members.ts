import type { FileHandle } from 'node:fs/promises';
import { type Found, readMember } from './member.ts';

/** A part of a file of gzip members, from `start` to `end` (bytes, end not included). */
export type Part =
  | { readonly kind: 'member'; readonly start: number; readonly end: number; readonly data: Uint8Array }
  /** Bytes that are no member; what follows is read again from the next member on. */
  | { readonly kind: 'damage'; readonly start: number; readonly end: number; readonly reason: string }
  /** The file ends within a member: an append that was interrupted, or one in progress. */
  | { readonly kind: 'torn'; readonly start: number; readonly end: number };

const step = 4 * 1024 * 1024;
const largestCompressed = 64 * 1024 * 1024;

/** A part of the file in memory, moved forward only. */
interface Window {
  bytes: Uint8Array;
  /** Where in the file the bytes start. */
  base: number;
  atEnd: boolean;
}

const extend = async (file: FileHandle, window: Window): Promise<void> => {
  const more = Buffer.allocUnsafe(Math.max(step, window.bytes.length));
  const { bytesRead } = await file.read(more, 0, more.length, window.base + window.bytes.length);
  window.atEnd = bytesRead === 0;
  window.bytes = Buffer.concat([window.bytes, more.subarray(0, bytesRead)]);
};

const moveTo = (window: Window, position: number): void => {
  window.bytes = window.bytes.subarray(position - window.base);
  window.base = position;
};

/** Reads at the window's start, extending it while the member is cut only by the window. */
const readHere = async (file: FileHandle, window: Window): Promise<Found> => {
  for (;;) {
    if (!window.atEnd && window.bytes.length < step / 2) await extend(file, window);
    const found = readMember(window.bytes);
    if (found.kind !== 'cut' || window.atEnd) return found;
    if (window.bytes.length > largestCompressed) return { kind: 'bad', reason: 'it does not end' };
    await extend(file, window);
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
 * The parts of a file of gzip members from a position on (bytes), in order, without a gap between them. Memory is bounded by the
 * largest member. Bytes that are no member are reported as damage and reading goes on at the next whole member.
 */
export async function* partsOf(file: FileHandle, from = 0): AsyncGenerator<Part> {
  const window: Window = { bytes: new Uint8Array(), base: from, atEnd: false };
  let damage: Damage | undefined;
  let tornAt: number | undefined;
  for (;;) {
    if (window.bytes.length === 0) await extend(file, window);
    if (window.bytes.length === 0) break;
    const found = await readHere(file, window);
    const start = window.base;
    if (found.kind === 'whole') {
      if (damage !== undefined) yield { kind: 'damage', ...damage, end: start };
      damage = tornAt = undefined;
      yield { kind: 'member', start, end: start + found.length, data: found.data };
      moveTo(window, start + found.length);
      continue;
    }
    if (found.kind === 'cut') tornAt ??= start;
    damage ??= { start, reason: found.kind === 'cut' ? 'it is cut off' : found.reason };
    moveTo(window, nextCandidate(window));
  }
  const last = lastPart(damage, tornAt, window.base);
  if (last !== undefined) yield last;
}

/** Where the last whole member ends, at or after `from`: what may be cut off after an interrupted append lies behind it. */
export const endOfMembers = async (file: FileHandle, from: number): Promise<number> => {
  let end = from;
  for await (const part of partsOf(file, from)) if (part.kind === 'member') end = part.end;
  return end;
};
