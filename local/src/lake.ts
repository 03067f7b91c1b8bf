import { join, resolve } from 'node:path';
import type { LakeSource } from '@sluice/query';

/** The lake's files where the batch wrote them. */
export const lakeOnDisk = (objects: string): Pick<LakeSource, 'path' | 'folder'> => {
  const root = resolve(objects);
  return {
    path: (file) => Promise.resolve(join(root, file.key)),
    folder: (tenant) => join(root, 'lake', 'v1', `tenant=${tenant}`),
  };
};
