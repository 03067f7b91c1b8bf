import type { ReplayTarget } from '@sluice/core/archive';
import { SluiceError } from '@sluice/core/failure';
import { Keeping, type Kept } from './keep.ts';
import type { Damage } from './progress.ts';
import { replayIdOf, type ArchiveRequest } from './request.ts';
import type { ArchiveServices } from './services.ts';
import { Slice } from './slice.ts';

export interface ReplayArchiveOptions {
  /** Under which progress is kept. @default that of the request */
  readonly id?: string | undefined;
  /** Forgets the progress that there is. */
  readonly restart: boolean;
  /** Events a second, on average. @default that of the settings */
  readonly rate?: number | undefined;
}

/** How far a replay is. */
export interface ArchiveReplayed {
  readonly id: string;
  readonly done: boolean;
  /** It was done before this call, which did nothing: `restart` begins it again. */
  readonly wasDone: boolean;
  readonly objects: { readonly done: number; readonly total: number };
  /** Of the objects, compressed. */
  readonly bytes: { readonly done: number; readonly total: number };
  /** Put onto the stream, or in a dry run to be put. */
  readonly records: number;
  readonly events: number;
  /** The first of what could not be replayed; `damages` counts all. */
  readonly damaged: readonly Damage[];
  readonly damages: number;
}

/**
 * Puts archived records of a stage onto the stream of that stage again, their identity unchanged, so that what comes after the stream sees
 * them once more: validate those of the raw archive, store those of the staged one. Does one slice of bounded time: call it again until
 * it is done. It goes on where the last one stopped, also one that was killed: records may be put twice, none is left out. Two at
 * once do the work twice, at worst. What is damaged is told, and the rest goes on.
 * @throws SluiceError `OtherReplay` when the id is that of another request; OutOfService when a store or the stream is away: what was done is kept, call it again
 */
export const replayArchive = async (
  request: ArchiveRequest,
  target: ReplayTarget,
  options: ReplayArchiveOptions,
  services: ArchiveServices,
): Promise<ArchiveReplayed> => {
  const id = options.id ?? replayIdOf(request);
  const keeping = new Keeping(id, services);
  const deadline = services.clock.now() + services.settings.sliceMs;
  const eventsPerSecond = options.rate ?? services.settings.eventsPerSecond;
  let kept = await begun(request, options, keeping);
  const wasDone = kept.progress.finishedAt !== 0;
  while (kept.progress.finishedAt === 0) {
    const slice = new Slice(request, services, { target, eventsPerSecond, deadline }, keeping, kept);
    const outcome = await slice.run();
    if (outcome !== 'lost') {
      kept = outcome;
      break;
    }
    kept = await begun(request, { restart: false }, keeping);
    if (services.clock.now() >= deadline) break;
  }
  if (kept.progress.finishedAt !== 0) kept = await keeping.clean(kept);
  return { id, wasDone, ...answerOf(kept) };
};

/** What is there, or a new beginning. */
const begun = async (
  request: ArchiveRequest,
  { restart }: Pick<ReplayArchiveOptions, 'restart'>,
  keeping: Keeping,
): Promise<Kept> => {
  const before = await keeping.load();
  if (before !== undefined && !restart) return ofRequest(before, request);
  return (await keeping.begin(request, before)) ?? begun(request, { restart: false }, keeping);
};

/** An id that was given may be that of something else. */
const ofRequest = (kept: Kept, request: ArchiveRequest): Kept => {
  if (kept.progress.request === replayIdOf(request)) return kept;
  throw new SluiceError({
    class: 'customer',
    code: 'OtherReplay',
    message: 'under this id another replay was begun: give the same options, another id, or restart',
  });
};

const answerOf = ({ progress }: Kept): Omit<ArchiveReplayed, 'id' | 'wasDone'> => ({
  done: progress.finishedAt !== 0,
  objects: { done: progress.objectsDone, total: progress.objects },
  bytes: { done: progress.bytesDone, total: progress.bytes },
  records: progress.records,
  events: progress.events,
  damaged: progress.damaged,
  damages: progress.damages,
});
