import { hash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleQuery, manifestOf } from './query-bundle.ts';
import { packagesOf, type Packages } from './query-packages.ts';
import { zipOf } from './zip.ts';

/** Bytes of the service's own code at most. */
export const codeCeiling = 2 * 1024 * 1024;

/** What Elastic Beanstalk starts, and starts again when it ends. */
const procfile = 'web: node main.mjs\n';

export interface BuiltQuery {
  readonly zip: Buffer;
  /** Base64 of the zip's SHA-256. */
  readonly sha256: string;
  /** Bytes of our own modules. */
  readonly codeBytes: number;
  /** Why the packages are not in it; undefined when they are. */
  readonly missing: string | undefined;
}

/**
 * The application version of the query service for Elastic Beanstalk's Node.js platform. With its packages the instances need nothing from
 * outside the network; without them (a registry that lacks the platform's binding) an instance installs them by package.json.
 * @param packages gives the packages of a package.json
 */
export const buildQuery = async (
  root: string,
  packages: (manifest: string) => Packages = (manifest) =>
    packagesOf(manifest, join(root, 'node_modules/.cache/sluice-query')),
): Promise<BuiltQuery> => {
  const code = await bundleQuery(root);
  const codeBytes = Object.values(code).reduce((all, { length }) => all + length, 0);
  if (codeBytes > codeCeiling)
    throw new Error(`the code of the query service has ${codeBytes} bytes, above ${codeCeiling}`);
  const manifest = manifestOf(root);
  const got = packages(manifest);
  const zip = await zipOf({
    ...code,
    'package.json': Buffer.from(manifest),
    Procfile: Buffer.from(procfile),
    ...('files' in got ? got.files : {}),
  });
  const missing = 'missing' in got ? got.missing : undefined;
  return { zip, sha256: hash('sha256', zip, 'base64'), codeBytes, missing };
};

/** Writes `query.zip` and `query.json` beside the functions' own, for infra. */
export const writeQuery = (folder: string, { zip, sha256, missing }: BuiltQuery): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'query.zip'), zip);
  const packages = missing === undefined ? 'inside' : 'to be installed';
  writeFileSync(join(folder, 'query.json'), `${JSON.stringify({ sha256, bytes: zip.length, packages })}\n`);
};
