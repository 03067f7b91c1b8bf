import type { LakeLog } from '@sluice/core/lake';
import type { ObjectStore } from '@sluice/core/ports';
import { layout } from './prepare.ts';

export interface SweepServices {
  readonly lake: Pick<LakeLog, 'sequence' | 'manifest'>;
  readonly objects: Pick<ObjectStore, 'list' | 'delete'>;
}

/**
 * A run this much older than the newest manifest can publish no more. It took its snapshot before it took its name, and publishing needs the
 * newest snapshot; the hours are for clocks that differ, and for what it still writes: a job on a cluster is ended after two.
 */
const safeAgeMs = 24 * 3_600_000;

const runPattern = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** When a run was named, epoch ms: the first 48 bits of its ULID. */
const begunAt = (run: string): number =>
  Array.from(run.slice(0, 10)).reduce((time, digit) => time * 32 + digits.indexOf(digit), 0);

/** Every run writes its inputs below this before an engine writes anything, and a sweep removes them last. */
const runsFolder = layout.run('');
const runOf = (key: string): string => key.slice(runsFolder.length).split('/')[0] ?? '';

const keysBelow = async (
  objects: SweepServices['objects'],
  prefix: string,
  isWanted: (key: string) => boolean,
): Promise<readonly string[]> => {
  const keys: string[] = [];
  for await (const key of objects.list(prefix)) if (isWanted(key)) keys.push(key);
  return keys;
};

/** The runs that were published since then; undefined when the log does not tell. */
const publishedSince = async (
  time: number,
  newest: number,
  lake: SweepServices['lake'],
): Promise<ReadonlySet<string> | undefined> => {
  const runs = new Set<string>();
  for (let sequence = newest; sequence > 0; sequence--) {
    const manifest = await lake.manifest(sequence);
    if (manifest === undefined) return undefined;
    runs.add(manifest.run);
    if (manifest.publishedAt < time) break;
  }
  return runs;
};

/** Files of the lake, load files, staging folders and log entries all have their run's name as a part of their key. */
const filesOf = async (
  runs: ReadonlySet<string>,
  objects: SweepServices['objects'],
): Promise<readonly string[]> => {
  if (runs.size === 0) return [];
  const isOfThem = (key: string): boolean =>
    !key.startsWith(runsFolder) && key.split(/[/.-]/).some((part) => runs.has(part));
  return [
    ...(await keysBelow(objects, 'lake/v1/', isOfThem)),
    ...(await keysBelow(objects, `${layout.loads}/`, isOfThem)),
  ];
};

/**
 * Removes what runs left behind that were never published and never will be, and what published ones needed between beginning and end. For
 * after a run. May die anywhere, and run beside runs and itself. All that is there is listed only when a run has died.
 * @param running a run that still needs what it wrote, however old
 * @returns how many objects were removed
 * @throws OutOfService
 */
export const sweep = async ({ lake, objects }: SweepServices, running?: string): Promise<number> => {
  const newest = await lake.sequence();
  const manifest = await lake.manifest(newest);
  if (manifest === undefined) return 0;
  const isOver = (run: string): boolean =>
    runPattern.test(run) && run !== running && begunAt(run) < manifest.publishedAt - safeAgeMs;
  const inputs = await keysBelow(objects, runsFolder, (key) => isOver(runOf(key)));
  if (inputs.length === 0) return 0;
  const runs = new Set(inputs.map(runOf));
  const oldest = Math.min(...[...runs].map(begunAt));
  const published = await publishedSince(oldest - safeAgeMs, newest, lake);
  if (published === undefined) return 0;
  const left = await filesOf(new Set([...runs].filter((run) => !published.has(run))), objects);
  for (const key of [...left, ...inputs]) await objects.delete(key);
  return left.length + inputs.length;
};
