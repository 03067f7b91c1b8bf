import { OutOfService } from '../failure/index.ts';
import type { TenantId } from '../layout/ids.ts';
import type { StateStore } from '../ports/state-store.ts';
import {
  readLineErrors,
  readNamedFile,
  readSplitFile,
  readTexts,
  type LineError,
  type NamedFile,
  type SplitFile,
} from './documents.ts';
import type { FileJob } from './ports.ts';

/** A document, and the version that was seen of it: 0 when there is none. */
export interface Seen<Document> {
  readonly version: number;
  readonly document: Document | undefined;
}

/** The status shows so many refused lines at most, within so many bytes. All of them are error records. */
const mostErrors = 1_000;
const mostErrorBytes = 300_000;

/** Others are at the same document: so often it is tried again before the call is given back. */
const mostTries = 20;

const partitions = {
  names: (tenant: TenantId) => `batch/${tenant}/names`,
  files: (tenant: TenantId) => `batch/${tenant}/files`,
  errors: (tenant: TenantId) => `batch/${tenant}/errors`,
  uploads: (tenant: TenantId) => `batch/${tenant}/uploads`,
  settings: (tenant: TenantId) => `batch/${tenant}`,
};

/** What is known of the files of tenants. Every method throws OutOfService. */
export class FileStates {
  readonly #store: StateStore;

  constructor(store: StateStore) {
    this.#store = store;
  }

  async #seen<Document>(
    partition: string,
    key: string,
    read: (json: string) => Document,
  ): Promise<Seen<Document>> {
    const row = await this.#store.get(partition, key);
    return row === undefined
      ? { version: 0, document: undefined }
      : { version: row.version, document: read(row.value) };
  }

  /** Writes what `next` makes of the newest version, until nobody was in between; `next` gives undefined for no change. */
  async #update<Document>(
    partition: string,
    key: string,
    read: (json: string) => Document,
    next: (document: Document | undefined) => Document | undefined,
  ): Promise<void> {
    for (let tries = 0; tries < mostTries; tries++) {
      const { version, document } = await this.#seen(partition, key, read);
      const wanted = next(document);
      if (wanted === undefined) return;
      if ((await this.#store.replace(partition, key, version, JSON.stringify(wanted))) === 'stored') return;
    }
    throw new OutOfService(`others changed ${partition} ${key} ${mostTries} times meanwhile`);
  }

  named(tenant: TenantId, file: string): Promise<Seen<NamedFile>> {
    return this.#seen(partitions.names(tenant), file, readNamedFile);
  }

  /** Stores a name's document over the version seen. */
  putNamed(tenant: TenantId, version: number, document: NamedFile): Promise<'stored' | 'conflict'> {
    const value = JSON.stringify(document);
    return this.#store.replace(partitions.names(tenant), document.file, version, value);
  }

  /** Gives a name to another upload, whatever it was before. */
  name(tenant: TenantId, document: NamedFile): Promise<void> {
    return this.#update(partitions.names(tenant), document.file, readNamedFile, () => document);
  }

  split(tenant: TenantId, id: string): Promise<Seen<SplitFile>> {
    return this.#seen(partitions.files(tenant), id, readSplitFile);
  }

  putSplit(tenant: TenantId, version: number, document: SplitFile): Promise<'stored' | 'conflict'> {
    return this.#store.replace(partitions.files(tenant), document.id, version, JSON.stringify(document));
  }

  /**
   * Sees to it that a file is split: begins, or goes on with one that failed, from the source given now. One that is being split or done is
   * left as it is: the same file again changes nothing.
   */
  async begin(
    tenant: TenantId,
    file: Pick<SplitFile, 'id' | 'file' | 'told' | 'source' | 'version' | 'receivedAt'>,
  ): Promise<void> {
    const fresh = { state: 'splitting', readyAt: 0, stalls: 0 } as const;
    const { source, version } = file;
    await this.#update(partitions.files(tenant), file.id, readSplitFile, (known) => {
      if (known === undefined) return { ...file, ...fresh, counts: { read: 0, stored: 0, rejected: 0 } };
      if (known.state !== 'failed') return undefined;
      const { id, file: first, told, receivedAt, counts, place } = known;
      const again = { id, file: first, told, receivedAt, counts, ...fresh, source, version };
      return place === undefined ? again : { ...again, place };
    });
  }

  async errors(tenant: TenantId, id: string): Promise<readonly LineError[]> {
    return (await this.#seen(partitions.errors(tenant), id, readLineErrors)).document ?? [];
  }

  /** Keeps the first errors of a file, each once. */
  async keepErrors(tenant: TenantId, id: string, errors: readonly LineError[]): Promise<void> {
    if (errors.length === 0) return;
    await this.#update(partitions.errors(tenant), id, readLineErrors, (kept = []) => {
      const all = merged(kept, errors);
      return all.length === kept.length ? undefined : all;
    });
  }

  async keepUpload(tenant: TenantId, upload: string, file: string): Promise<void> {
    await this.#update(partitions.uploads(tenant), upload, readTexts, () => [file]);
  }

  /** The name that an address was given for. */
  async uploadName(tenant: TenantId, upload: string): Promise<string | undefined> {
    return (await this.#seen(partitions.uploads(tenant), upload, readTexts)).document?.[0];
  }

  async buckets(tenant: TenantId): Promise<readonly string[]> {
    return (await this.#seen(partitions.settings(tenant), 'buckets', readTexts)).document ?? [];
  }

  putBuckets(tenant: TenantId, buckets: readonly string[]): Promise<void> {
    return this.#update(partitions.settings(tenant), 'buckets', readTexts, () => buckets);
  }

  /** What is left to do for a tenant's files: for a machine that starts again and keeps no queue. */
  async *unfinished(tenant: TenantId): AsyncGenerator<FileJob> {
    for await (const { value } of this.#store.rows(partitions.names(tenant))) {
      const { file, id, receivedAt, failure } = readNamedFile(value);
      if (id === undefined && receivedAt !== undefined && failure === undefined) yield { tenant, file };
    }
    for await (const { value } of this.#store.rows(partitions.files(tenant))) {
      const { id, state } = readSplitFile(value);
      if (state === 'splitting') yield { tenant, id };
    }
  }
}

/** By place, each once, and no more than a document may hold. */
const merged = (kept: readonly LineError[], errors: readonly LineError[]): readonly LineError[] => {
  const byOffset = new Map([...errors, ...kept].map((error) => [error.offset, error]));
  const all = [...byOffset.values()].sort((a, b) => a.offset - b.offset).slice(0, mostErrors);
  let bytes = 0;
  const fitting = all.findIndex((error) => {
    bytes += Buffer.byteLength(JSON.stringify(error)) + 1;
    return bytes > mostErrorBytes;
  });
  return fitting < 0 ? all : all.slice(0, fitting);
};
