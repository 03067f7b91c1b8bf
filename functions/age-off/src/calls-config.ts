import { readVariables } from '@sluice/core/layout';

/** What the function of the calls is told by its environment. Throws, with the names, when one is missing. */
export const config = readVariables('age-off-calls', process.env);
