import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import type { PluginBuild } from 'esbuild';
import { banner } from './bundle.ts';

/** The platform that infra declares: Node.js 24 on Amazon Linux 2023, arm64. */
const target = 'node24';

/** What is no JavaScript, or finds files beside itself: it stays a package. */
const packages = ['@duckdb/node-api', '@electric-sql/pglite'] as const;

/** Processes of the service, by the name of their module in the zip. */
const entries = {
  main: 'services/query/src/main.ts',
  'engine-main': 'services/query/src/engine/engine-main.ts',
  'catalogue-main': 'services/query/src/pg/catalogue-main.ts',
};

/** Name of a file in the zip to its content. */
export type Files = Readonly<Record<string, Uint8Array>>;

/** The service's own code, a module for each of its processes. Minified, so that no path of the checkout is in it (STYLE C9). */
export const bundleQuery = async (root: string): Promise<Files> => {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: 'dist/query',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target,
    format: 'esm',
    minify: true,
    sourcemap: false,
    legalComments: 'none',
    write: false,
    external: [...packages],
    banner: { js: banner },
    mainFields: ['module', 'main'],
    plugins: [childModules],
  });
  return Object.fromEntries(
    outputFiles.map(({ path, contents }) => [path.slice(path.lastIndexOf('/') + 1), contents]),
  );
};

/** Where the service starts its children, in the source and beside the bundle. */
const children: readonly (readonly [from: string, to: string])[] = [
  ["'../engine/engine-main.ts'", "'./engine-main.mjs'"],
  ["'../pg/catalogue-main.ts'", "'./catalogue-main.mjs'"],
];

/** esbuild leaves `new URL(…, import.meta.url)` as it is: the children's modules are beside the bundle, under other names. */
const childModules = {
  name: 'child-modules',
  setup: (build: PluginBuild): void => {
    build.onLoad({ filter: /[\\/]tenant-engine\.ts$/ }, ({ path }) => {
      let contents = readFileSync(path, 'utf8');
      for (const [from, to] of children) {
        if (!contents.includes(from)) throw new Error(`${path} starts no child at ${from}: see children`);
        contents = contents.replace(from, to);
      }
      return { contents, loader: 'ts' };
    });
  },
};

const isForm = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Version of a package by the lock file. */
const lockedVersions = (root: string): ((name: string) => string) => {
  const lock: unknown = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const locked = isForm(lock) && isForm(lock['packages']) ? lock['packages'] : {};
  return (name) => {
    const entry = locked[`node_modules/${name}`];
    const version = isForm(entry) ? entry['version'] : undefined;
    if (typeof version === 'string') return version;
    throw new Error(`package-lock.json has no version of ${name}`);
  };
};

/** DuckDB's binding for the platform is named, because npm leaves out without a word what is optional and not to be had. */
const installed = [...packages, '@duckdb/node-bindings-linux-arm64', 'detect-libc'];

/** The package.json of the zip: exact versions, those of the lock file. */
export const manifestOf = (root: string): string => {
  const versionOf = lockedVersions(root);
  const dependencies = Object.fromEntries(installed.map((name) => [name, versionOf(name)]));
  const manifest = { name: 'sluice-query', private: true, type: 'module', engines: { node: '24' } };
  return `${JSON.stringify({ ...manifest, dependencies }, null, 2)}\n`;
};
