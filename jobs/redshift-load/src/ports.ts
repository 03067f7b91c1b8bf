import type { LoadFile, MetricLoad } from '@sluice/core/lake';

/** The loads of one manifest of the lake. */
export interface PublishedManifest {
  readonly sequence: number;
  readonly loads: readonly MetricLoad[];
}

/** What the etl published, in ascending order of the sequence, which has no gaps. */
export interface PublishedLoads {
  /** Manifests of a higher sequence than that one; 0 gives all. Throws OutOfService. */
  after(sequence: number): AsyncIterable<PublishedManifest>;
}

/** Tells whether a file is still the one that the manifest names. */
export interface FileProof {
  /** Why it is not, in words for people; undefined when it is. Throws OutOfService when the store does not answer. */
  faultOf(file: LoadFile): Promise<string | undefined>;
}

/** Tells an operator's log. */
export type Log = (message: string, error?: unknown) => void;
