import type { EventStream } from '../ports/event-stream.ts';

/** An object of an archive as it was listed. */
export interface ArchiveObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** True while someone may be appending to it: that it ends within a member is no damage then. */
  readonly isOpen: boolean;
}

/** The objects of archives and of error stores, read from any place of them on. */
export interface ArchiveObjects {
  /** Those whose keys start with the prefix, in ascending byte order of the keys. Throws OutOfService. */
  list(prefix: string): AsyncIterable<ArchiveObject>;
  /**
   * The bytes from `from` on, in chunks; none when it is behind the end. Throws OutOfService, also between chunks, and FileFault
   * `FileGone` when there is no such object.
   */
  read(key: string, from: number): AsyncIterable<Uint8Array>;
}

/** What a stream can take beside live traffic. */
export interface SpareCapacity {
  /** Records a second. Throws OutOfService. */
  spare(): Promise<number>;
}

/** Where replayed records go. */
export interface ReplayTarget {
  readonly stream: EventStream;
  readonly capacity: SpareCapacity;
}
