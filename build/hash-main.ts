import { buildFunction } from './build-functions.ts';

/** Prints the hash of a function's zip as this process, in its folder and time zone, makes it: `node build/hash-main.ts ROOT NAME`. */
const [root = '', name = ''] = process.argv.slice(2);
console.log((await buildFunction(root, name)).sha256);
