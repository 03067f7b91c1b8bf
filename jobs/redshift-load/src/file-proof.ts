import { hash } from 'node:crypto';
import type { LoadFile } from '@sluice/core/lake';
import type { ObjectStore } from '@sluice/core/ports';
import type { FileProof } from './ports.ts';

/** Reads each file whole and compares its bytes with what the manifest says: COPY would not see that a file was changed. */
export const fileProof = (objects: ObjectStore): FileProof => ({
  faultOf: async ({ key, bytes, sha256 }: LoadFile) => {
    const body = await objects.get(key);
    if (body === undefined) return `the file ${key} is missing`;
    if (body.byteLength !== bytes)
      return `the file ${key} has ${body.byteLength} bytes, the manifest says ${bytes}`;
    return hash('sha256', body, 'hex') === sha256.toLowerCase()
      ? undefined
      : `the file ${key} is not the one of the manifest: its SHA-256 differs`;
  },
});
