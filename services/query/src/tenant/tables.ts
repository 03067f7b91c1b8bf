import type { LakeFile } from '@sluice/core/lake';
import type { TableSpec } from '../engine/protocol.ts';
import type { Child } from '../process/child.ts';
import type { LakeSource } from './lake-source.ts';
import type { Held } from './listing.ts';
import type { Meeting } from './loading.ts';

/** What an engine holds of a table. */
export interface Table {
  readonly signature: string;
  readonly held: Held;
  /** Files of the lake that the engine was told of, by path. */
  readonly told: Map<string, LakeFile>;
}

/** Tables of an engine, by the keys of their specs. */
export type Tables = Map<string, Table>;

/** Makes sure that a table exists in an engine as declared now. */
export const declareIn = async (
  { child, tables }: { readonly child: Child; readonly tables: Tables },
  spec: TableSpec,
): Promise<Table> => {
  const signature = JSON.stringify(spec);
  const table = tables.get(spec.key);
  if (table?.signature === signature) return table;
  const { kept } = await child.ask({ op: 'declare', spec });
  const before = kept ? table : undefined;
  const { held, told } = before ?? {
    held: new Map<string, Set<string>>(),
    told: new Map<string, LakeFile>(),
  };
  const now: Table = { signature, held, told };
  tables.set(spec.key, now);
  return now;
};

/** The files of the lake that rows of a table may have to be compared with. */
export const meetingOf = ({ told }: Table, lake: LakeSource): Meeting => ({
  lake,
  fileAt: (path) => told.get(path),
  filesIn: ({ from, to }) =>
    [...told.values()].filter((file) => file.firstTimestamp <= to && file.lastTimestamp >= from),
});

/** A file of the lake that an engine was told of, by its path. */
export const fileIn =
  (tables: Tables) =>
  (path: string): LakeFile | undefined => {
    for (const { told } of tables.values()) {
      const file = told.get(path);
      if (file !== undefined) return file;
    }
    return undefined;
  };
