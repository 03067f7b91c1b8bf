import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the repository; the path is relative to its root, with slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export const root = join(import.meta.dirname, '../..');

/** What .gitignore names, and git itself. */
const notOurs: ReadonlySet<string> = new Set(['.git', 'node_modules', 'data', 'dist', '.turbo', 'coverage']);

const walk = (folder: string, found: { files: string[]; folders: string[] }): void => {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile()) found.files.push(path);
    if (!entry.isDirectory() || notOurs.has(entry.name)) continue;
    found.folders.push(path);
    walk(path, found);
  }
};

/** All files and folders of the working tree that belong to the repository. */
export const tree = (): { readonly files: readonly string[]; readonly folders: readonly string[] } => {
  const found = { files: [] as string[], folders: [] as string[] };
  walk('', found);
  return found;
};

export const read = (path: string): SourceFile => ({ path, text: readFileSync(join(root, path), 'utf8') });

/** Code, whether TypeScript, declarations or the little CommonJS there is. */
export const isCode = (path: string): boolean => /\.[cm]?[jt]s$/.test(path);

/** What only tests use: it may import what products may not, and no product imports it. */
export const isTestCode = (path: string): boolean =>
  path.startsWith('test/') ||
  path.startsWith('shared/testing/') ||
  /\.(test|fixture)\.ts$/.test(path) ||
  /\/testing(\.ts$|\/)/.test(path) ||
  testProcesses.has(path);

/** Processes that tests start and kill; named like other entry points because lint lets those read the clock. */
const testProcesses: ReadonlySet<string> = new Set([
  'shared/embedded/src/chunk-store/writer-main.ts',
  'shared/embedded/src/error-sink/writer-main.ts',
]);

/** Runs when the code is built, not when the product runs. */
export const isBuildCode = (path: string): boolean => path.includes('/scripts/') || !path.includes('/');

export const isGenerated = (path: string): boolean => path.includes('/generated/');
