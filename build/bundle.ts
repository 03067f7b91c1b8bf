import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import type { Metafile, PluginBuild } from 'esbuild';

/** What one function's bundle is made of. */
export interface Bundle {
  readonly name: string;
  readonly code: Uint8Array;
  readonly sourceMap: Uint8Array;
  readonly metafile: Metafile;
}

/** The Lambda runtime that infra declares. */
export const target = 'node22';

/** Where handlers are: what is more than a function, a job, has some too. */
const handlerFolders = ['functions', 'jobs'] as const;

/** A folder's own function, and the one that answers its calls where its own is woken and may take long. */
const handlers = [
  { file: 'src/handler.ts', suffix: '' },
  { file: 'src/calls-handler.ts', suffix: '-calls' },
] as const;

/** Every function by name, with the path of its handler. */
export const entriesIn = (root: string): ReadonlyMap<string, string> =>
  new Map(
    handlerFolders.flatMap((group) =>
      readdirSync(join(root, group)).flatMap((folder) =>
        handlers
          .map(({ file, suffix }) => [`${folder}${suffix}`, join(group, folder, file)] as const)
          .filter(([, path]) => existsSync(join(root, path))),
      ),
    ),
  );

const entryOf = (root: string, name: string): string => {
  const path = entriesIn(root).get(name);
  if (path === undefined) throw new Error(`there is no handler of ${name} in ${handlerFolders.join(' or ')}`);
  return path;
};

/** `require` for the CommonJS packages inside an ES module bundle. */
export const banner =
  "import { createRequire as sluiceRequire } from 'node:module'; const require = sluiceRequire(import.meta.url);";

/**
 * Bundles a function's handler as one ES module. Paths in it are relative to the repository, and minified output holds none, so that the
 * same source gives the same bytes wherever it is checked out (STYLE C9).
 * @param root the repository
 */
export const bundle = async (root: string, name: string): Promise<Bundle> => {
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [entryOf(root, name)],
    outfile: join('dist/functions', name, 'index.mjs'),
    bundle: true,
    platform: 'node',
    target,
    format: 'esm',
    minify: true,
    keepNames: false,
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'none',
    metafile: true,
    write: false,
    banner: { js: banner },
    mainFields: ['module', 'main'],
    plugins: [environmentCredentials],
  });
  const file = (end: string): Uint8Array => {
    const found = outputFiles.find(({ path }) => path.endsWith(end));
    if (found === undefined) throw new Error(`esbuild wrote no ${end} for the function ${name}`);
    return found.contents;
  };
  return { name, code: file('.mjs'), sourceMap: file('.mjs.map'), metafile };
};

/**
 * Lambda puts a function's credentials into its environment, always. The SDK's chain of eight other sources would be a quarter of a
 * bundle: its place takes the one that is used.
 */
const environmentCredentials = {
  name: 'environment-credentials',
  setup: (build: PluginBuild): void => {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ resolveDir }) => ({
      path: 'environment-credentials',
      namespace: 'sluice',
      pluginData: resolveDir,
    }));
    build.onLoad({ filter: /./, namespace: 'sluice' }, ({ pluginData }) => ({
      contents:
        "import { fromEnv } from '@aws-sdk/credential-provider-env'; export const defaultProvider = () => fromEnv();",
      resolveDir: String(pluginData),
    }));
  },
};
