import type { Stage } from '../ports/event-stream.ts';
import { hourPath } from '../time/hour.ts';

/** A weekly near-line table (`2026-w47`, ISO week, UTC) or the late table. */
export type TableName = string;

export const lateTable: TableName = 'late';

/** Folder of archive objects by arrival hour: `archive/raw/2026/11/23/03/`. */
export const archivePrefix = (stage: Stage, at: number): string => `archive/${stage}/${hourPath(at)}/`;

/** Folder of an error store, as in the original: `errors/stream/raw/malformed/2026/11/23/03/`. */
export const errorPrefix = (stage: Stage, kind: 'malformed' | 'commit', at: number): string =>
  `errors/stream/${stage}/${kind}/${hourPath(at)}/`;

/** What a delivery stream could not deliver, by the folder it was meant for: `undelivered/archive/raw/<kind of error>/2026/11/23/03/`. */
export const undeliveredPrefix = 'undelivered/';

/** Folder of what an event source mapping gave up on, with its records. */
export const onFailurePrefix = (consumer: string): string => `on-failure/${consumer}/`;

/** Bodies of events too large for a near-line item. */
export const largeEventKey = (tenant: string, chunkId: string): string =>
  `large/tenant=${tenant}/${chunkId}.json.gz`;
