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
    entryPoints: [join('functions', name, 'src/handler.ts')],
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
