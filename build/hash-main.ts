import { buildFunction } from './build-functions.ts';
import { buildQuery } from './build-query.ts';

/** Prints the hash of a function's zip, or of `query`'s without its packages, as this process, in its folder and time zone, makes it: `node build/hash-main.ts ROOT NAME`. */
const [root = '', name = ''] = process.argv.slice(2);
const built =
  name === 'query' ? buildQuery(root, () => ({ missing: 'not asked for' })) : buildFunction(root, name);
console.log((await built).sha256);
