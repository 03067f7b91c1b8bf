import { readVariables } from '@sluice/core/layout';

/** What the function is told by its environment. Throws, with the names, when one is missing. */
export const config = readVariables('age-off', process.env);
