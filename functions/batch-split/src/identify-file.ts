import {
  ContentHash,
  FileFault,
  fileIdOf,
  hashedNothing,
  type FileHead,
  type NamedFile,
} from '@sluice/core/files';
import type { Reason } from '@sluice/core/interpret';
import type { TenantId } from '@sluice/core/layout';
import type { Next, SplitServices } from './services.ts';

const gone: Reason = { code: 'FileGone', reason: 'the file is not there any more; send it again' };
const denied: Reason = {
  code: 'FileDenied',
  reason: "the bucket's policy does not let Sluice read the file",
};

/**
 * Finds out what a file is whose content nobody has seen yet: hashes it, in slices, and has it split under the id of its content. Does
 * nothing for a name that was identified, failed, or is still waiting for its upload.
 */
export const identifyFile = async (
  tenant: TenantId,
  file: string,
  services: SplitServices,
): Promise<Next | undefined> => {
  const { states, files, clock } = services;
  const { version, document: named } = await states.named(tenant, file);
  if (named === undefined || named.failure !== undefined) return undefined;
  if (named.id !== undefined) return { job: { tenant, id: named.id }, delayMs: 0 };
  const head = await files.head(named.source);
  if (head === 'absent' && named.receivedAt === undefined) return undefined;
  const received = { ...named, receivedAt: named.receivedAt ?? clock.now() };
  if (head === 'absent' || head === 'denied') {
    await states.putNamed(tenant, version, { ...received, failure: head === 'absent' ? gone : denied });
    return undefined;
  }
  return hashOn({ tenant, version, head, named: received }, services);
};

interface Seen {
  readonly tenant: TenantId;
  /** Of the name's document. */
  readonly version: number;
  readonly head: FileHead;
  readonly named: NamedFile & { readonly receivedAt: number };
}

const hashOn = async (seen: Seen, services: SplitServices): Promise<Next | undefined> => {
  const { tenant, version, named } = seen;
  const again: Next = { job: { tenant, file: named.file }, delayMs: 0 };
  try {
    const hashing = await hashSlice(seen, services);
    if (hashing.isDone) return await beginSplit(seen, hashing.hash.digest(), services);
    const hashed = { ...seen.head, ...hashing.hash.upTo };
    const outcome = await services.states.putNamed(tenant, version, { ...named, hashed });
    return outcome === 'stored' ? again : undefined;
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    // Another version by now is another file under the same name: it is looked at from the beginning.
    if (error.code === 'FileChanged') return again;
    const failure = { code: error.code, reason: error.message };
    await services.states.putNamed(tenant, version, { ...named, failure });
    return undefined;
  }
};

const hashSlice = async (
  { head, named }: Seen,
  { files, clock, settings, isStopping }: SplitServices,
): Promise<{ readonly hash: ContentHash; readonly isDone: boolean }> => {
  const from = named.hashed?.version === head.version ? named.hashed : hashedNothing;
  const hash = new ContentHash({ offset: from.offset, chain: from.chain });
  const deadline = clock.now() + settings.sliceMs;
  let bytes = 0;
  for await (const chunk of files.read(named.source, from.offset, head.version)) {
    hash.update(chunk);
    bytes += chunk.length;
    const isOver = bytes >= settings.sliceBytes || clock.now() >= deadline || isStopping?.() === true;
    if (isOver && hash.upTo.offset > from.offset) return { hash, isDone: false };
  }
  return { hash, isDone: true };
};

/** The split is there before the name says so: a crash between the two hashes the last part again. */
const beginSplit = async (
  { tenant, version, head, named }: Seen,
  contentHash: string,
  { states }: SplitServices,
): Promise<Next> => {
  const { file, told, source, receivedAt } = named;
  const id = fileIdOf(tenant, contentHash, told);
  await states.begin(tenant, { id, file, told, source, version: head.version, receivedAt });
  await states.putNamed(tenant, version, { file, told, source, receivedAt, id });
  return { job: { tenant, id }, delayMs: 0 };
};
