import type { MetricLoad } from '@sluice/core/lake';
import { objectKeyFault } from '@sluice/core/layout';
import { distinctFiles } from './copy-manifest.ts';
import { readLoadId } from './load-id.ts';

const rowsOf = (load: MetricLoad): number => distinctFiles(load).reduce((sum, { rows }) => sum + rows, 0);

/** Why a published load contradicts itself; undefined when it does not. */
export const loadFault = (load: MetricLoad): string | undefined => {
  const name = readLoadId(load.loadId);
  if (name?.tenant !== load.tenant || name.metric !== load.metric)
    return `the load ${load.loadId} is not of metric ${load.metric} of its tenant`;
  const badKey = load.files.map(({ key }) => objectKeyFault(key)).find((fault) => fault !== undefined);
  if (badKey !== undefined) return `a file's key ${badKey}`;
  const badId = load.columns.find(({ id }) => !/^f[1-9][0-9]{0,8}$/.test(id));
  if (badId !== undefined) return `${JSON.stringify(badId.id.slice(0, 100))} is no field's id`;
  if (new Set(load.columns.map(({ id }) => id)).size < load.columns.length) return 'two columns have one id';
  return rowsOf(load) === load.rows
    ? undefined
    : `the files have ${rowsOf(load)} rows, the manifest says ${load.rows}`;
};
