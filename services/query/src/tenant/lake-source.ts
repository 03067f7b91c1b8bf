import { join, resolve } from 'node:path';
import type { LakeFile, LakeLog, Snapshot } from '@sluice/core/lake';
import type { TenantId } from '@sluice/core/layout';

/**
 * Files held are let go; a second call does nothing.
 * @param isDoubtful one of them could not be read: whoever holds them next is given them anew
 */
export type LetGo = (isDoubtful?: boolean) => void;

/** Where files of the lake are for engines. */
export interface LakePlaces {
  /** Where the engine of its tenant reads a file while it is held; below `folder`. */
  path(file: Pick<LakeFile, 'key'>): string;
  /**
   * Has files at their paths until they are let go, whatever is published meanwhile. Throws SqlError 58030 that names a file which is gone or
   * damaged, 53100 when there is no room for them, and OutOfService.
   */
  hold(files: readonly LakeFile[]): Promise<LetGo>;
  /** The one folder of the lake that the tenant's engine may read. */
  folder(tenant: TenantId): string;
}

/** The lake, as queries read it. */
export interface LakeSource extends LakePlaces {
  /** The tenant's published files, now. Throws OutOfService. */
  files(tenant: TenantId): Promise<readonly LakeFile[]>;
}

/** The lake by its log: the snapshot is read again only when another was published. */
export const lakeSource = (log: LakeLog, places: LakePlaces): LakeSource => {
  let held: Snapshot | undefined;
  let byTenant: ReadonlyMap<TenantId, readonly LakeFile[]> = new Map();
  return {
    path: (file) => places.path(file),
    hold: (files) => places.hold(files),
    folder: (tenant) => places.folder(tenant),
    files: async (tenant) => {
      if (held?.sequence !== (await log.sequence())) {
        const snapshot = await log.snapshot();
        byTenant = Map.groupBy(snapshot.files, (file) => file.tenant);
        held = snapshot;
      }
      return byTenant.get(tenant) ?? [];
    },
  };
};

/** Paths below a folder, by the keys of the files. */
export const pathsBelow = (folder: string): Pick<LakePlaces, 'path' | 'folder'> => {
  const root = resolve(folder);
  return {
    path: ({ key }) => join(root, key),
    folder: (tenant) => join(root, 'lake', 'v1', `tenant=${tenant}`),
  };
};

/** The lake's files where the batch wrote them, on this machine: all are there always. */
export const lakeInFolder = (objects: string): LakePlaces => ({
  ...pathsBelow(objects),
  hold: () => Promise.resolve(() => undefined),
});
