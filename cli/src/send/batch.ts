import { createHash, type Hash } from 'node:crypto';
import { limits } from '@sluice/core/layout';
import { CliFailure } from '../failure.ts';
import { eventOf } from './source/event.ts';
import type { Piece } from './source/piece.ts';
import { count, emptyTally, type Tally } from './tally.ts';

/** One event of a batch. */
export interface Row {
  readonly line: number;
  readonly text: string;
}

/** Events for one request, with the place in the file that is reached when they are acknowledged. */
export interface Batch {
  readonly events: readonly Row[];
  /** Rows of the same part of the file that are no events. */
  readonly unreadable: Tally;
  readonly end: Place;
}

/** A place in a file: so many rows of it, and the SHA-256 of their bytes, which tells later whether it is still the same file. */
export interface Place {
  readonly rows: number;
  readonly sha256: string;
}

export interface BatchOptions {
  readonly metric: string | undefined;
  readonly maxEvents: number;
  /** Rows up to here were acknowledged before. */
  readonly from: Place | undefined;
}

/** Leaves room for commas and for what a gateway counts besides. */
const maxBytes = limits.requestBytes - 100_000;

const placeOf = (rows: number, hash: Hash): Place => ({ rows, sha256: hash.copy().digest('hex') });

const requireSame = (there: Place, from: Place): void => {
  if (there.sha256 === from.sha256) return;
  throw new CliFailure(
    `the file is not the one whose sending was interrupted: its first ${from.rows} rows have changed. To send all of it, add --restart`,
  );
};

/** Collects rows until a request is full. */
class Filling {
  readonly #metric: string | undefined;
  #events: Row[] = [];
  #bytes = 0;
  #unreadable = emptyTally;
  #rows = 0;

  constructor(metric: string | undefined) {
    this.#metric = metric;
  }

  get events(): number {
    return this.#events.length;
  }

  get isEmpty(): boolean {
    return this.#rows === 0;
  }

  hasRoomFor(piece: Piece): boolean {
    return this.#events.length === 0 || this.#bytes + piece.bytes.length + 400 <= maxBytes;
  }

  add(piece: Piece): void {
    this.#rows++;
    const event = eventOf(piece, this.#metric);
    if ('fault' in event) {
      this.#unreadable = count(this.#unreadable, 'unreadable', {
        // Each on its own: a line number is what helps to mend a file.
        code: String(piece.line),
        line: piece.line,
        message: event.fault,
      });
      return;
    }
    this.#events.push({ line: piece.line, text: event.text });
    this.#bytes += Buffer.byteLength(event.text) + 1;
  }

  take(end: Place): Batch {
    const batch = { events: this.#events, unreadable: this.#unreadable, end };
    this.#events = [];
    this.#bytes = 0;
    this.#unreadable = emptyTally;
    this.#rows = 0;
    return batch;
  }
}

/** So many rows without one event among them are reported on the way. */
const maxRows = 10_000;

/**
 * Makes requests of the pieces of a file.
 * @throws CliFailure when the file does not begin with what was acknowledged before
 */
export async function* batchesOf(
  pieces: AsyncIterable<readonly Piece[]>,
  { metric, maxEvents, from }: BatchOptions,
): AsyncGenerator<Batch> {
  const hash = createHash('sha256');
  const filling = new Filling(metric);
  let rows = 0;
  let sinceBatch = 0;
  for await (const some of pieces)
    for (const piece of some) {
      const isKnown = from !== undefined && rows < from.rows;
      if (!isKnown && !filling.hasRoomFor(piece)) yield filling.take(placeOf(rows, hash));
      rows++;
      hash.update(piece.bytes).update('\n');
      if (isKnown) {
        if (rows === from.rows) requireSame(placeOf(rows, hash), from);
        continue;
      }
      filling.add(piece);
      sinceBatch++;
      if (filling.events < maxEvents && sinceBatch < maxRows) continue;
      sinceBatch = 0;
      yield filling.take(placeOf(rows, hash));
    }
  if (from !== undefined && rows < from.rows) requireSame({ rows, sha256: '' }, from);
  if (!filling.isEmpty) yield filling.take(placeOf(rows, hash));
}
