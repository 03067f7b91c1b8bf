/** What one minute of one side (writes or reads) came to; units of the whole minute. */
export interface Served {
  wanted: number;
  /** At the first attempt. */
  served: number;
  /** Refused before, served by a retry within 60 s. */
  retried: number;
  /** Attempts refused, of retries too. */
  throttled: number;
}

/** A fifth of a minute: as fine as a series tells. */
const pieceSeconds = 12;
const pieces = 5;
/** A table keeps what it did not use of the last 300 seconds (CAPACITY 2.2). */
const burstSeconds = 300;

/**
 * Writes or reads of one table, served from its capacity of each moment. Who is refused tries again in each of the next five pieces of 12
 * seconds, after those who try for the first time, and gives up after 60 seconds.
 */
export class Side {
  /** Units unused, at most 300 seconds of capacity. */
  private bucket = 0;
  private readonly waiting = new Float64Array(pieces);
  private waits = 0;

  /** A minute of `wanted` units/s against `capacity` units/s; `burst`: is what was not used kept? */
  minute(wanted: number, spread: readonly number[], capacity: number, burst: boolean, into: Served): void {
    into.wanted = wanted * 60;
    into.retried = 0;
    into.throttled = 0;
    const most = burst ? capacity * burstSeconds : 0;
    if (this.bucket > most) this.bucket = most;
    if (this.waits === 0 && wanted * mostOf(spread) <= capacity) {
      into.served = into.wanted;
      this.bucket = Math.min(most, this.bucket + (capacity - wanted) * 60);
      return;
    }
    into.served = into.wanted;
    for (let piece = 0; piece < pieces; piece += 1)
      this.piece(wanted * (spread[piece] ?? 1) * pieceSeconds, capacity * pieceSeconds, piece, most, into);
  }

  private piece(wanted: number, fresh: number, piece: number, most: number, into: Served): void {
    const there = fresh + this.bucket;
    const served = Math.min(wanted, there);
    const left = this.retry(there - served, piece, into);
    // What has waited for 60 s gives up: its place is this piece's.
    this.waits -= this.waiting[piece] ?? 0;
    this.waiting[piece] = wanted - served;
    this.waits += wanted - served;
    if (this.waits < 1e-9) this.waits = 0;
    // Taken off rather than added up: a minute that is served wholly is served exactly.
    into.served -= wanted - served;
    into.throttled += wanted - served;
    this.bucket = Math.min(most, left);
  }

  /** Serves those who wait, the oldest first, from `left` units; what is left then. */
  private retry(left: number, piece: number, into: Served): number {
    if (this.waits === 0) return left;
    for (let i = 0; i < pieces && left > 0; i += 1) {
      const oldest = (piece + i) % pieces;
      const taken = Math.min(left, this.waiting[oldest] ?? 0);
      this.waiting[oldest] = (this.waiting[oldest] ?? 0) - taken;
      this.waits -= taken;
      into.retried += taken;
      left -= taken;
    }
    into.throttled += this.waits;
    return left;
  }
}

let mostFor: readonly number[] = [];
let most = 1;

/** The most of a spread; asked a million times of the same one. */
const mostOf = (spread: readonly number[]): number => {
  if (spread !== mostFor) [mostFor, most] = [spread, Math.max(...spread)];
  return most;
};
