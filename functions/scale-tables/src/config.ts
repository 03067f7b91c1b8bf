import { readRange, readVariables } from '@sluice/core/layout';
import type { Bounds } from './weekly-tables.ts';

/** What the function is told by its environment. Throws, with the names, when one is missing. */
export const config = readVariables('scale-tables', process.env);

const writes = readRange('WRITE_UNITS', config.WRITE_UNITS);
const reads = readRange('READ_UNITS', config.READ_UNITS);

/** Undefined where Terraform owns the units of weekly tables. */
export const bounds: Bounds | undefined = writes && reads && { writes, reads };
