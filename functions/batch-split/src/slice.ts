import { cutterFor, FileFault, openContent, type Content, type SplitFile } from '@sluice/core/files';
import type { TenantId } from '@sluice/core/layout';
import { gather, type Unit } from './gather.ts';
import { pack } from './pack.ts';
import { putUnit } from './put-unit.ts';
import type { Next, SplitServices } from './services.ts';

/** So many slices in a row may come to the end of their time without one record. */
const mostStalls = 3;

/** Another slice of the same file was faster: that one goes on. */
const lost = Symbol('lost');

/** One slice of a file: from where the last one stopped, as far as its budget goes. */
export class Slice {
  readonly #tenant: TenantId;
  readonly #services: SplitServices;
  readonly #deadline: number;
  #file: SplitFile;
  #version: number;
  #isMoved = false;

  constructor(tenant: TenantId, file: SplitFile, version: number, services: SplitServices) {
    this.#tenant = tenant;
    this.#file = file;
    this.#version = version;
    this.#services = services;
    this.#deadline = services.clock.now() + services.settings.sliceMs;
  }

  /** @returns what is left to do, if anything, and if this slice is the one to say so */
  async run(): Promise<Next | undefined> {
    try {
      const delayMs = (await this.#untilReady()) ?? (await this.#split());
      return delayMs === undefined ? undefined : this.#next(delayMs);
    } catch (error) {
      if (error === lost) return undefined;
      if (!(error instanceof FileFault)) throw error;
      return this.#fail(error);
    }
  }

  #next(delayMs: number): Next {
    return { job: { tenant: this.#tenant, id: this.#file.id }, delayMs };
  }

  #isOver(): boolean {
    return this.#services.clock.now() >= this.#deadline || this.#services.isStopping?.() === true;
  }

  /** Stores how far it is. Throws `lost` when someone else has stored something since. */
  async #save(change: Partial<SplitFile>): Promise<void> {
    const file = { ...this.#file, ...change };
    const outcome = await this.#services.states.putSplit(this.#tenant, this.#version, file);
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- no error: caught above, and by nobody else
    if (outcome === 'conflict') throw lost;
    this.#file = file;
    this.#version += 1;
  }

  /** Waits until the rate allows the next events; gives the ms that are left when that is later than this slice's end. */
  async #untilReady(): Promise<number | undefined> {
    const { clock, wait } = this.#services;
    const ms = this.#file.readyAt - clock.now();
    if (ms <= 0) return undefined;
    if (this.#file.readyAt > this.#deadline) return ms;
    await wait(ms);
    return undefined;
  }

  /** @returns ms until the next slice, undefined when the file is done */
  async #split(): Promise<number | undefined> {
    const { source, version, told } = this.#file;
    const read = (from: number) => this.#services.files.read(source, from, version);
    const content = await openContent(read, told);
    try {
      return await this.#units(content);
    } finally {
      await content.close();
    }
  }

  async #units(content: Content): Promise<number | undefined> {
    const start = this.#file.place ?? content.plan.start;
    const { sliceBytes } = this.#services.settings;
    // What is compressed is read from its beginning in each slice: slices that grow keep that below the work they do.
    const bytes = content.isCompressed ? Math.max(sliceBytes, start.offset) : sliceBytes;
    const cutter = cutterFor(content.plan, start);
    for await (const unit of gather(content.from(start.offset), cutter, () => this.#isOver())) {
      if (unit === 'over') return this.#over();
      const delayMs = await this.#untilReady();
      if (delayMs !== undefined) return delayMs;
      await this.#take(unit);
      if (unit.end.offset - start.offset >= bytes || this.#isOver()) return 0;
    }
    await this.#save({ state: 'done' });
    return undefined;
  }

  async #take(unit: Unit): Promise<void> {
    const packed = pack(this.#tenant, this.#file, unit);
    await putUnit(this.#tenant, this.#file, packed, this.#services);
    const { counts, readyAt } = this.#file;
    const { clock, settings } = this.#services;
    const refused = packed.refused.length;
    this.#isMoved = true;
    await this.#save({
      place: unit.end,
      counts: {
        read: counts.read + packed.events + refused,
        stored: counts.stored + packed.events,
        rejected: counts.rejected + refused,
      },
      readyAt: Math.max(readyAt, clock.now()) + Math.ceil((packed.events * 1_000) / settings.eventsPerSecond),
      stalls: 0,
    });
  }

  /** The time is over within a record. A place that no slice gets away from would be tried for ever. */
  async #over(): Promise<number> {
    if (this.#isMoved || this.#services.isStopping?.() === true) return 0;
    const stalls = this.#file.stalls + 1;
    if (stalls >= mostStalls)
      throw new FileFault(
        'NoProgress',
        `${mostStalls} times no event was found within ${this.#services.settings.sliceMs} ms: send the file in smaller parts, or not compressed`,
      );
    await this.#save({ stalls });
    return 0;
  }

  async #fail({ code, message }: FileFault): Promise<undefined> {
    try {
      await this.#save({ state: 'failed', failure: { code, reason: message } });
    } catch (error) {
      if (error !== lost) throw error;
    }
  }
}
