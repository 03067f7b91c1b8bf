import { FileFault, readPiece, type Cutter, type Piece, type Place } from '@sluice/core/files';
import type { Reason } from '@sluice/core/interpret';

/** An event of a file. */
export interface FileEvent {
  readonly line: number;
  readonly offset: number;
  readonly text: string;
}

/** What is no event, with its bytes or their beginning. */
export interface Refused extends Reason {
  readonly line: number;
  readonly offset: number;
  readonly bytes: Buffer;
}

/** What goes out in one step: the events of one record, and what was refused between them. */
export interface Unit {
  readonly events: readonly FileEvent[];
  readonly refused: readonly Refused[];
  /** Where the next one begins. */
  readonly end: Place;
}

/**
 * Bytes of a unit, each event with room for the rest of its raw line. As gzip they are at most a few bytes more, and still a record: so no
 * record must be cut by its compressed size, which would depend on the version of zlib.
 */
const unitBytes = 990_000;
const lineBytes = 256;

class Gathering {
  #events: FileEvent[] = [];
  #refused: Refused[] = [];
  #bytes = 0;
  #end: Place | undefined;

  hasRoomFor({ bytes }: Piece): boolean {
    return this.#end === undefined || this.#bytes + bytes.length + lineBytes <= unitBytes;
  }

  add(piece: Piece): void {
    const { line, offset, bytes } = piece;
    const read = readPiece(piece);
    if ('text' in read) this.#events.push({ line, offset, text: read.text });
    else this.#refused.push({ line, offset, bytes, ...read });
    this.#bytes += bytes.length + lineBytes;
    this.#end = piece.next;
  }

  /** What was gathered, and begins anew; undefined when there is nothing. */
  take(): Unit | undefined {
    const end = this.#end;
    if (end === undefined) return undefined;
    const unit = { events: this.#events, refused: this.#refused, end };
    this.#events = [];
    this.#refused = [];
    this.#bytes = 0;
    this.#end = undefined;
    return unit;
  }
}

/**
 * Gathers the pieces of content into units. Where one ends depends on the content and on where it began, and on nothing else: a file that
 * is split again, in other slices, gives the same units.
 * @param isOver asked at each chunk; when it says so, `over` comes instead of more
 * @throws what `chunks` throws; of a FileFault, behind the unit of what came before it
 */
export async function* gather(
  chunks: AsyncIterable<Buffer>,
  cutter: Cutter,
  isOver: () => boolean,
): AsyncGenerator<Unit | 'over'> {
  const gathering = new Gathering();
  try {
    for await (const chunk of chunks) {
      yield* full(gathering, cutter.read(chunk));
      if (isOver()) yield 'over';
    }
    yield* full(gathering, cutter.finish());
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    yield* rest(gathering);
    throw error;
  }
  yield* rest(gathering);
}

function* full(gathering: Gathering, pieces: readonly Piece[]): Generator<Unit> {
  for (const piece of pieces) {
    if (!gathering.hasRoomFor(piece)) yield* rest(gathering);
    gathering.add(piece);
  }
}

function* rest(gathering: Gathering): Generator<Unit> {
  const unit = gathering.take();
  if (unit !== undefined) yield unit;
}
