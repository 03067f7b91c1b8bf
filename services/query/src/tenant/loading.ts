import type { LakeFile } from '@sluice/core/lake';
import type { ChunkHead, ChunkStore, ObjectStore } from '@sluice/core/ports';
import type { Child } from '../process/child.ts';
import type { TimeRange } from '../sql/scope.ts';
import { askOnceHolding, type Holder } from './holding.ts';
import { rangeOfHeads } from './listing.ts';
import { bodyOf, type Spool } from './spool.ts';

/** Bounds of one load: what is in the spool folder at a time, and how long the engine is busy with it. */
const batchEvents = 200_000;
const batchBytes = 48_000_000;
/** One read of the store. */
const readHeads = 64;
/** Below this, one file: dividing it costs more than it gains. */
const divideBytes = 500_000;

export interface Batch {
  readonly heads: readonly ChunkHead[];
  readonly paths: readonly string[];
}

export interface Meeting extends Holder {
  readonly filesIn: (range: TimeRange) => readonly LakeFile[];
}

const sizeOf = (bodies: readonly Uint8Array[]): number =>
  bodies.reduce((sum, body) => sum + body.byteLength, 0);

/** Reads chunks until a batch is full and writes them to the spool. */
const readBatch = async (
  heads: readonly ChunkHead[],
  from: number,
  chunks: ChunkStore,
  objects: ObjectStore,
  spool: Spool,
  files: number,
): Promise<Batch> => {
  const bodies: Uint8Array[] = [];
  const taken: ChunkHead[] = [];
  let events = 0;
  while (from + taken.length < heads.length && events < batchEvents && sizeOf(bodies) < batchBytes) {
    const at = from + taken.length;
    const part = heads.slice(at, at + readHeads);
    for (const chunk of await chunks.read(part)) bodies.push(await bodyOf(chunk, objects));
    taken.push(...part);
    for (const head of part) events += head.events;
  }
  const paths = await spool.write(bodies, sizeOf(bodies) < divideBytes ? 1 : files);
  return { heads: taken, paths };
};

/** Reads all heads in batches, one ahead of the engine, and has it load them; `onLoaded` is told of each batch that is in. */
export const loadHeads = async (
  key: string,
  heads: readonly ChunkHead[],
  from: {
    readonly chunks: ChunkStore;
    readonly objects: ObjectStore;
    readonly spool: Spool;
    readonly files: number;
    /** Where there is a lake: what holds its files, and those that rows of a time may have to be compared with. */
    readonly meeting?: Meeting | undefined;
  },
  engine: Child,
  onLoaded: (heads: readonly ChunkHead[]) => void,
): Promise<void> => {
  const { meeting } = from;
  const read = (at: number) => readBatch(heads, at, from.chunks, from.objects, from.spool, from.files);
  let at = 0;
  let ahead = heads.length === 0 ? undefined : read(0);
  while (ahead !== undefined) {
    const batch = await ahead;
    at += batch.heads.length;
    ahead = at < heads.length ? read(at) : undefined;
    // A failure of the read ahead is met where it is awaited; until then it must not count as unhandled.
    ahead?.catch(() => undefined);
    try {
      const load = (there: readonly string[]) => engine.ask({ op: 'load', key, files: batch.paths, there });
      if (batch.paths.length > 0)
        await (meeting === undefined
          ? load([])
          : askOnceHolding(meeting, load, meeting.filesIn(rangeOfHeads(batch.heads))));
    } finally {
      await from.spool.remove(batch.paths);
    }
    onLoaded(batch.heads);
  }
};
