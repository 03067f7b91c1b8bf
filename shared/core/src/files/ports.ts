import type { TenantId } from '../layout/ids.ts';

/** Where a file's bytes are: in our object store, or in a bucket of the tenant. */
export type FileSource =
  | { readonly kind: 'own'; readonly key: string }
  | { readonly kind: 'bucket'; readonly bucket: string; readonly key: string };

/** A file as it is now. */
export interface FileHead {
  /** Bytes. */
  readonly size: number;
  /** Changes when the file does. */
  readonly version: string;
}

/** Bytes of files, read in ranges. */
export interface FileBytes {
  /** `denied`: the bucket's policy does not let us read. Throws OutOfService. */
  head(source: FileSource): Promise<FileHead | 'absent' | 'denied'>;
  /**
   * The bytes from `from` on, to the end; none when it is behind the end. Throws OutOfService, also between chunks; FileFault `FileGone`,
   * `FileChanged` when it has another version by now, or `FileDenied`.
   */
  read(source: FileSource, from: number, version: string): AsyncIterable<Uint8Array>;
}

/** What is to be done next with a file: find out what it is, by its name, or split it, by its id. */
export type FileJob = { readonly tenant: TenantId } & ({ readonly file: string } | { readonly id: string });

/** Hands work on, to whoever does it. */
export interface FileJobs {
  /** Durable when it resolves; done at least once, in `delayMs` or, where that is long, earlier: the job looks itself. Throws OutOfService. */
  send(job: FileJob, delayMs?: number): Promise<void>;
}

/** Addresses that a file can be put to without a signature of its own. */
export interface UploadAddress {
  /** An address for one PUT of the object, and until when it is good, epoch ms. Throws OutOfService. */
  addressFor(key: string): Promise<{ readonly url: string; readonly expiresAt: number }>;
}
