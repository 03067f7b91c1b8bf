import { gunzipSync, gzipSync } from 'node:zlib';
import { SluiceError } from '../failure/index.ts';
import { isStoredLakeHead, isStoredManifest, isStoredSnapshot, type StoredLakeHead } from '../forms/index.ts';
import { isTenantId, type TenantId } from '../layout/index.ts';
import type { ObjectStore, StateStore } from '../ports/index.ts';
import { apply, emptySnapshot, type Manifest, type Snapshot } from './manifest.ts';

/** The published manifests, and the snapshot that they add up to. Every method throws OutOfService when a store is away. */
export interface LakeLog {
  /** The newest published snapshot; the empty one, sequence 0, before the first. */
  snapshot(): Promise<Snapshot>;
  /** The number of the newest manifest; 0 before the first. Cheap: for asking whether a snapshot is still the newest. */
  sequence(): Promise<number>;
  /** A published manifest; undefined when there is none of the number yet. */
  manifest(sequence: number): Promise<Manifest | undefined>;
  /**
   * Publishes what a run wrote, on top of the snapshot that it began with. `superseded`: another run has published that number; nothing
   * of this one is seen by any reader, and its files may go.
   */
  publish(before: Snapshot, manifest: Manifest): Promise<'published' | 'superseded'>;
}

const partition = 'lake';
const headKey = 'head';
const folder = 'lake/v1/log';
const numbered = (sequence: number): string => String(sequence).padStart(12, '0');
const pointerKey = (sequence: number): string => `manifest/${numbered(sequence)}`;

const damaged = (what: string, why: string): SluiceError =>
  new SluiceError({
    class: 'ours',
    code: 'LakeDamaged',
    message: `${what} ${why}; restore it from a backup of the object store`,
  });

const parsed = (text: string, what: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(what, 'is not JSON');
  }
};

const tenantOf = (text: string): TenantId => {
  if (!isTenantId(text)) throw damaged('a manifest', `names the tenant "${text}"`);
  return text;
};

const withTenant = <T extends { readonly tenant: string }>(value: T): T & { readonly tenant: TenantId } => ({
  ...value,
  tenant: tenantOf(value.tenant),
});

const readManifest = (text: string, key: string): Manifest => {
  const value = parsed(text, key);
  if (!isStoredManifest(value)) throw damaged(key, 'is not a manifest of version 1');
  const { added, loads, covered, surveys } = value;
  return {
    ...value,
    added: added.map(withTenant),
    loads: loads.map(withTenant),
    covered: covered.map(withTenant),
    surveys: surveys.map(withTenant),
  };
};

const readSnapshot = (text: string, key: string): Snapshot => {
  const value = parsed(text, key);
  if (!isStoredSnapshot(value)) throw damaged(key, 'is not a snapshot of version 1');
  const { files, covered, surveys } = value;
  return {
    ...value,
    files: files.map(withTenant),
    covered: covered.map(withTenant),
    surveys: surveys.map(withTenant),
  };
};

const textAt = async (objects: ObjectStore, key: string): Promise<string> => {
  const body = await objects.get(key);
  if (body === undefined) throw damaged(key, 'is missing');
  return gunzipSync(body).toString('utf8');
};

const headOf = async (state: StateStore): Promise<StoredLakeHead | undefined> => {
  const row = await state.get(partition, headKey);
  if (row === undefined) return undefined;
  const value = parsed(row.value, "the lake's head");
  if (!isStoredLakeHead(value)) throw damaged("the lake's head", 'is not what was written');
  return value;
};

/** The head holds the newest manifest's key; the row of each number is written after it, by its run or by the one after it. */
const point = async (state: StateStore, to: StoredLakeHead): Promise<void> => {
  await state.replace(partition, pointerKey(to.sequence), 0, JSON.stringify(to));
};

const manifestKey = async (state: StateStore, sequence: number): Promise<string | undefined> => {
  const newest = await headOf(state);
  if (newest?.sequence === sequence) return newest.manifest;
  const row = await state.get(partition, pointerKey(sequence));
  const value = row === undefined ? undefined : parsed(row.value, `manifest ${sequence}`);
  return value !== undefined && isStoredLakeHead(value) ? value.manifest : undefined;
};

const nextHead = ({ sequence, run }: Manifest): StoredLakeHead => {
  const name = `${folder}/${numbered(sequence)}-${run}`;
  const manifest = `${name}.manifest.json.gz`;
  return { v: 1, sequence, run, manifest, snapshot: `${name}.snapshot.json.gz` };
};

const publish = async (
  state: StateStore,
  objects: ObjectStore,
  before: Snapshot,
  manifest: Manifest,
): Promise<'published' | 'superseded'> => {
  const newest = await headOf(state);
  if ((newest?.sequence ?? 0) !== before.sequence) return 'superseded';
  // Its number's row may be missing: its run died just after it was published.
  if (newest !== undefined) await point(state, newest);
  const next = nextHead(manifest);
  await objects.put(next.manifest, gzipSync(JSON.stringify(manifest)));
  await objects.put(next.snapshot, gzipSync(JSON.stringify(apply(before, manifest))));
  const outcome = await state.replace(partition, headKey, before.sequence, JSON.stringify(next));
  if (outcome === 'conflict') return 'superseded';
  await point(state, next);
  return 'published';
};

/**
 * The lake's log: manifests and snapshots are objects, written first under names that hold the run; a row of the state store says which
 * of them is the newest, and only one run can put itself there. A run that died before that, or came too late, was never seen.
 */
export const lakeLog = (state: StateStore, objects: ObjectStore): LakeLog => ({
  sequence: async () => (await headOf(state))?.sequence ?? 0,
  snapshot: async () => {
    const newest = await headOf(state);
    if (newest === undefined) return emptySnapshot;
    return readSnapshot(await textAt(objects, newest.snapshot), newest.snapshot);
  },
  manifest: async (sequence) => {
    const key = await manifestKey(state, sequence);
    return key === undefined ? undefined : readManifest(await textAt(objects, key), key);
  },
  publish: (before, manifest) => publish(state, objects, before, manifest),
});
