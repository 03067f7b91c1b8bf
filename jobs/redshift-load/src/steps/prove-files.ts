import type { MetricLoad } from '@sluice/core/lake';
import { distinctFiles } from '../copy-manifest.ts';
import { loadFault } from '../load-fault.ts';
import type { FileProof } from '../ports.ts';

/** Files that are read at a time: they are held whole. */
const atOnce = 4;

/** Why a load's files are not those of its manifest; undefined when they are. Throws OutOfService. */
export const proveFiles = async (load: MetricLoad, files: FileProof): Promise<string | undefined> => {
  const fault = loadFault(load);
  if (fault !== undefined) return fault;
  const waiting = distinctFiles(load);
  for (let at = 0; at < waiting.length; at += atOnce) {
    const faults = await Promise.all(waiting.slice(at, at + atOnce).map((file) => files.faultOf(file)));
    const found = faults.find((one) => one !== undefined);
    if (found !== undefined) return found;
  }
  return undefined;
};
