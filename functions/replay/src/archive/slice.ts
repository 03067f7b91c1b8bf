import { partsOf, type Part, type ReplayTarget } from '@sluice/core/archive';
import { FileFault } from '@sluice/core/files';
import { upTo } from './up-to.ts';
import type { Keeping, Kept } from './keep.ts';
import { withDamages, type Cursor, type Damage, type Planned, type Progress } from './progress.ts';
import { putAgain } from './put-again.ts';
import type { ArchiveRequest } from './request.ts';
import { select, type Again } from './select.ts';
import type { ArchiveServices } from './services.ts';

/** What is put at once: little enough for one call of a stream, and for a machine to go on beside it. */
const batchLimits = { records: 200, bytes: 2_000_000 } as const;

/** Progress is noted at least after so many bytes of what nobody asked for. */
const skippedBytes = 64_000_000;

const eventsIn = (batch: readonly Again[]): number => batch.reduce((sum, { events }) => sum + events, 0);

/** An object of the plan, and where it goes on behind it. */
interface Next {
  readonly object: Planned;
  readonly after: Cursor;
}

/** An object on its way, from where it was left. */
interface Reading extends Next {
  /** Up to where all of it was read: a member begins there, or the object ends. */
  offset: number;
  lines: number;
  batch: Again[];
  bytes: number;
  damaged: Damage[];
}

/** What a step came to: the slice's time is over, or someone else went on. */
type Stop = 'over' | 'lost';

export interface SliceOptions {
  readonly target: ReplayTarget;
  readonly eventsPerSecond: number;
  /** Epoch ms. */
  readonly deadline: number;
}

/** One slice of a replay: from where the last one stopped, as far as its time goes. */
export class Slice {
  readonly #request: ArchiveRequest;
  readonly #services: ArchiveServices;
  readonly #options: SliceOptions;
  readonly #keeping: Keeping;
  #kept: Kept;
  #recordsPerSecond: number | undefined;

  constructor(
    request: ArchiveRequest,
    services: ArchiveServices,
    options: SliceOptions,
    keeping: Keeping,
    kept: Kept,
  ) {
    this.#request = request;
    this.#services = services;
    this.#options = options;
    this.#keeping = keeping;
    this.#kept = kept;
  }

  /** @returns how far it came; `lost` when another slice of the same replay was faster, whose progress is the one that counts */
  async run(): Promise<Kept | 'lost'> {
    while (!this.#isOver()) {
      const next = await this.#next();
      if (next === 'lost') return 'lost';
      const stop = next === undefined ? await this.#finish() : await this.#object(next);
      if (stop === 'lost') return 'lost';
      if (stop === 'over' || next === undefined) break;
    }
    return this.#kept;
  }

  #isOver(): boolean {
    return this.#services.clock.now() >= this.#options.deadline;
  }

  async #next(): Promise<Next | 'lost' | undefined> {
    const { version, progress } = this.#kept;
    const { row, entry } = progress.cursor;
    const key = progress.plan[row];
    if (key === undefined) return undefined;
    const objects = await this.#keeping.row(key, version);
    if (objects === 'lost') return 'lost';
    const object = objects[entry];
    const after = entry + 1 < objects.length ? { row, entry: entry + 1 } : { row: row + 1, entry: 0 };
    return object === undefined ? undefined : { object, after: { ...after, offset: 0, lines: 0 } };
  }

  async #object({ object, after }: Next): Promise<Stop | undefined> {
    const { offset, lines } = this.#kept.progress.cursor;
    const reading: Reading = { object, after, offset, lines, batch: [], bytes: 0, damaged: [] };
    try {
      const stop = await this.#parts(reading);
      if (stop !== undefined) return stop;
    } catch (error) {
      // It is gone, or cannot be read any further: the others go on.
      if (!(error instanceof FileFault)) throw error;
      reading.damaged.push({ object: object[0], reason: error.message });
    }
    return this.#flush(reading, 'end');
  }

  async #parts(reading: Reading): Promise<Stop | undefined> {
    const { object, offset } = reading;
    const chunks = upTo(this.#services.archive.read(object[0], offset), object[1] - offset);
    for await (const part of partsOf(chunks, offset)) {
      this.#take(reading, part);
      await this.#services.breathe?.();
      if (this.#isOver()) return (await this.#flush(reading)) ?? 'over';
      if (!this.#isFull(reading)) continue;
      const stop = await this.#flush(reading);
      if (stop !== undefined) return stop;
    }
    if (reading.offset < object[1])
      reading.damaged.push({
        object: object[0],
        reason: `it has ${reading.offset} bytes, and had ${object[1]} when the replay began`,
      });
    return undefined;
  }

  #take(reading: Reading, part: Part): void {
    const [key, , isOpen] = reading.object;
    const tell = (reason: string): void => void reading.damaged.push({ object: key, reason });
    reading.offset = part.kind === 'member' ? part.end : Math.max(reading.offset, part.end);
    if (part.kind === 'damage') tell(`bytes ${part.start} to ${part.end} are no gzip member: ${part.reason}`);
    if (part.kind === 'torn' && !isOpen) tell(`it ends within the gzip member at byte ${part.start}`);
    if (part.kind !== 'member') return;
    const { records, unreadable, lines } = select(part.bytes, part.data, this.#request);
    for (const { line, reason } of unreadable)
      reading.damaged.push({ object: key, line: reading.lines + line + 1, reason });
    reading.lines += lines;
    reading.batch.push(...records);
    for (const { record } of records) reading.bytes += record.data.length;
  }

  #isFull({ batch, bytes, offset }: Reading): boolean {
    return (
      batch.length >= batchLimits.records ||
      bytes >= batchLimits.bytes ||
      eventsIn(batch) >= this.#options.eventsPerSecond ||
      offset - this.#kept.progress.cursor.offset >= skippedBytes
    );
  }

  /** Puts what was gathered, and notes how far it is: in this order, so that a crash between the two puts it again. */
  async #flush(reading: Reading, where: 'inside' | 'end' = 'inside'): Promise<Stop | undefined> {
    let readyAt = this.#kept.progress.readyAt;
    if (reading.batch.length > 0 && !this.#request.dryRun) {
      if (!(await this.#ready())) return 'over';
      readyAt = await this.#put(reading);
    }
    const kept = await this.#keeping.save(
      this.#kept.version,
      withDamages({ ...this.#moved(reading, where), readyAt }, reading.damaged),
    );
    if (kept === undefined) return 'lost';
    this.#kept = kept;
    Object.assign(reading, { batch: [], bytes: 0, damaged: [] });
    return undefined;
  }

  /** Waits until the rate allows more; false when that is behind the end of this slice. */
  async #ready(): Promise<boolean> {
    const { clock, wait } = this.#services;
    const until = Math.min(this.#kept.progress.readyAt, this.#options.deadline);
    const ms = until - clock.now();
    if (ms > 0) await wait(ms);
    return this.#kept.progress.readyAt <= until;
  }

  /**
   * Takes those that can never be put out of the batch, and tells of them.
   * @returns when the next may be put, epoch ms
   */
  async #put(reading: Reading): Promise<number> {
    const { object, batch, damaged } = reading;
    const { stream, capacity } = this.#options.target;
    this.#recordsPerSecond ??= Math.max(1, await capacity.spare());
    const { refused, rounds } = await putAgain(stream, batch, this.#services);
    for (const [position, reason] of refused) {
      const recordId = batch[position]?.record.partitionKey.slice(26) ?? '';
      damaged.push({ object: object[0], reason: `the record ${recordId} was refused: ${reason}` });
    }
    reading.batch = batch.filter((_, position) => !refused.has(position));
    const seconds = Math.max(
      eventsIn(batch) / this.#options.eventsPerSecond,
      batch.length / this.#recordsPerSecond,
    );
    // A stream that throttled has less to spare than it said.
    const pauseMs = Math.ceil(seconds * rounds * 1_000);
    return Math.max(this.#kept.progress.readyAt, this.#services.clock.now()) + pauseMs;
  }

  #moved({ object, after, batch, offset, lines }: Reading, where: 'inside' | 'end'): Progress {
    const { progress } = this.#kept;
    const { cursor } = progress;
    const isEnd = where === 'end';
    const read = (isEnd ? object[1] : offset) - cursor.offset;
    return {
      ...progress,
      cursor: isEnd ? after : { ...cursor, offset, lines },
      objectsDone: progress.objectsDone + (isEnd ? 1 : 0),
      bytesDone: progress.bytesDone + read,
      records: progress.records + batch.length,
      events: progress.events + eventsIn(batch),
    };
  }

  async #finish(): Promise<Stop | undefined> {
    const { version, progress } = this.#kept;
    const kept = await this.#keeping.save(version, { ...progress, finishedAt: this.#services.clock.now() });
    if (kept === undefined) return 'lost';
    this.#kept = kept;
    return undefined;
  }
}
