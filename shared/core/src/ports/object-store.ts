/** Whole objects under slash-separated keys. */
export interface ObjectStore {
  /** Durable when it resolves; a second put under the key replaces the first whole. */
  put(key: string, body: Uint8Array): Promise<void>;
  get(key: string): Promise<Uint8Array | undefined>;
  /** Keys that start with the prefix, in ascending byte order. */
  list(prefix: string): AsyncIterable<string>;
  /** Absent keys are no error. */
  delete(key: string): Promise<void>;
}
