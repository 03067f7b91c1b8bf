import { hash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, entriesIn, type Bundle } from './bundle.ts';
import { zipOf } from './zip.ts';

/** Bytes of one zip at most: a larger one is slow to start, and means that something came along that is not needed. */
export const zipCeiling = 400 * 1024;

export interface Built {
  readonly name: string;
  readonly zip: Buffer;
  /** Base64 of the zip's SHA-256, as Lambda shows it. */
  readonly sha256: string;
  readonly bundle: Bundle;
}

/** Functions that run on AWS: those with a handler. */
export const functionsIn = (root: string): readonly string[] => [...entriesIn(root).keys()].toSorted();

/** Bundles and zips one function. Throws when the zip is above the ceiling, with the largest inputs. */
export const buildFunction = async (root: string, name: string): Promise<Built> => {
  const made = await bundle(root, name);
  const zip = await zipOf({ 'index.mjs': made.code });
  if (zip.length > zipCeiling)
    throw new Error(
      `the zip of ${name} has ${zip.length} bytes, above ${zipCeiling}; its largest inputs: ${largest(made, 8).join(', ')}`,
    );
  return { name, zip, sha256: hash('sha256', zip, 'base64'), bundle: made };
};

/** What is in a bundle: path and bytes. */
const contentOf = ({ metafile }: Bundle): readonly (readonly [path: string, bytes: number])[] =>
  Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .map(([path, { bytesInOutput }]) => [path, bytesInOutput]);

/** The inputs that take most of a bundle, as `path bytes`. */
export const largest = (made: Bundle, count: number): readonly string[] =>
  contentOf(made)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([path, bytes]) => `${path} ${bytes}`);

/** The AWS SDK's clients inside a bundle, without their prefix: `kinesis`. */
export const clientsIn = (made: Bundle): readonly string[] => {
  const found = contentOf(made).flatMap(([path, bytes]) =>
    bytes > 0 ? (/node_modules\/@aws-sdk\/client-([a-z0-9-]+)\//.exec(path)?.[1] ?? []) : [],
  );
  return [...new Set(found)].toSorted();
};

/** Writes `<name>.zip`, `<name>.json` for infra, and the source map beside them. */
export const writeBuilt = (folder: string, { name, zip, sha256, bundle: { sourceMap } }: Built): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.zip`), zip);
  writeFileSync(join(folder, `${name}.mjs.map`), sourceMap);
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify({ sha256, bytes: zip.length })}\n`);
};
