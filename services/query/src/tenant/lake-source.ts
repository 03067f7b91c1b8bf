import type { LakeFile, LakeLog, Snapshot } from '@sluice/core/lake';
import type { TenantId } from '@sluice/core/layout';

/** The lake, as queries read it. */
export interface LakeSource {
  /** The tenant's published files, now. Throws OutOfService. */
  files(tenant: TenantId): Promise<readonly LakeFile[]>;
  /** Where the engine of the tenant can read a file; below `folder`. */
  path(file: LakeFile): Promise<string>;
  /** The one folder of the lake that the tenant's engine may read. */
  folder(tenant: TenantId): string;
}

/** The lake by its log: the snapshot is read again only when another was published. */
export const lakeSource = (log: LakeLog, where: Pick<LakeSource, 'path' | 'folder'>): LakeSource => {
  let held: Snapshot | undefined;
  let byTenant: ReadonlyMap<TenantId, readonly LakeFile[]> = new Map();
  return {
    ...where,
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
