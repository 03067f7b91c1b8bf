import { SluiceError } from '@sluice/core/failure';
import { readPlanRow, readProgress, type Planned, type Progress } from './progress.ts';
import { planRows } from './plan.ts';
import { replayIdOf, type ArchiveRequest } from './request.ts';
import type { ArchiveServices } from './services.ts';

/** Progress as it is stored, and its version: only who has seen it may replace it. */
export interface Kept {
  readonly version: number;
  readonly progress: Progress;
}

const headKey = 'head';

/** The progress of one replay in the state store. Every method throws OutOfService. */
export class Keeping {
  readonly #services: Pick<ArchiveServices, 'state' | 'archive' | 'clock'>;
  readonly #partition: string;
  /** The row that is being worked on: it never changes. */
  #row: { readonly key: string; readonly entries: readonly Planned[] } | undefined;

  constructor(id: string, services: Pick<ArchiveServices, 'state' | 'archive' | 'clock'>) {
    this.#services = services;
    this.#partition = `replay/${id}`;
  }

  async load(): Promise<Kept | undefined> {
    const row = await this.#services.state.get(this.#partition, headKey);
    return row === undefined ? undefined : { version: row.version, progress: readProgress(row.value) };
  }

  /** Replaces what was seen; undefined when someone else did meanwhile. */
  async save(version: number, progress: Progress): Promise<Kept | undefined> {
    const { state } = this.#services;
    const outcome = await state.replace(this.#partition, headKey, version, JSON.stringify(progress));
    return outcome === 'stored' ? { version: version + 1, progress } : undefined;
  }

  /**
   * Plans a replay: lists its objects, and begins it in the place of what was there. The rows are there before the progress names them;
   * rows of a beginning that was killed stay, and nothing reads them.
   * @param before what it replaces
   */
  async begin(request: ArchiveRequest, before: Kept | undefined): Promise<Kept | undefined> {
    const { state, archive, clock } = this.#services;
    const version = before?.version ?? 0;
    const startedAt = clock.now();
    const plan: string[] = [];
    let [objects, bytes] = [0, 0];
    for await (const row of planRows(request, archive, {
      now: startedAt,
      nonce: `${version} ${startedAt}`,
    })) {
      await state.replace(this.#partition, row.key, 0, row.value);
      plan.push(row.key);
      objects += row.objects;
      bytes += row.bytes;
    }
    const begun = await this.save(version, {
      ...nothingYet,
      request: replayIdOf(request),
      startedAt,
      plan,
      objects,
      bytes,
    });
    if (begun !== undefined && before !== undefined) await this.#remove(before.progress.plan, plan);
    return begun;
  }

  /**
   * The objects of a row of the plan; `lost` when it is not there any more because someone else went on and was done, or began again.
   * @param seen the version of the progress that names the row
   */
  async row(key: string, seen: number): Promise<readonly Planned[] | 'lost'> {
    if (this.#row?.key === key) return this.#row.entries;
    const stored = await this.#services.state.get(this.#partition, key);
    if (stored === undefined) {
      if ((await this.load())?.version !== seen) return 'lost';
      throw new SluiceError({
        class: 'ours',
        code: 'StateDamaged',
        message: `the list of objects of ${this.#partition} is gone; begin the replay again with restart`,
      });
    }
    this.#row = { key, entries: readPlanRow(stored.value) };
    return this.#row.entries;
  }

  /** What is done needs its lists no more; that they go is said last. */
  async clean({ version, progress }: Kept): Promise<Kept> {
    if (progress.plan.length === 0) return { version, progress };
    await this.#remove(progress.plan, []);
    const cleaned = { ...progress, plan: [] };
    return (await this.save(version, cleaned)) ?? { version, progress: cleaned };
  }

  async #remove(keys: readonly string[], but: readonly string[]): Promise<void> {
    for (const key of keys)
      if (!but.includes(key)) await this.#services.state.remove(this.#partition, key, 1);
  }
}

const nothingYet = {
  cursor: { row: 0, entry: 0, offset: 0, lines: 0 },
  objectsDone: 0,
  bytesDone: 0,
  records: 0,
  events: 0,
  damaged: [],
  damages: 0,
  readyAt: 0,
  finishedAt: 0,
} as const satisfies Omit<Progress, 'request' | 'startedAt' | 'plan' | 'objects' | 'bytes'>;
