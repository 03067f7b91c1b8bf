import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { functionVariables } from '@sluice/core/layout';
import { buildQuery, writeQuery } from './build-query.ts';
import { buildFunction, clientsIn, functionsIn, writeBuilt } from './build-functions.ts';
import { writeRunner } from './build-runner.ts';

/** `npm run build [-- FOLDER]`: a bundle and a deterministic zip for every function and for the query service, below dist/functions, and what each one weighs. */
const root = resolve(import.meta.dirname, '..');
const target = resolve(process.argv[2] ?? join(root, 'dist/functions'));
const folder = mkdtempSync(join(tmpdir(), 'sluice-build-'));

/** Milliseconds that a fresh process takes to import a module, the least of three. */
const importMs = (module: string, name?: string): number => {
  const variables = Object.entries(functionVariables).find(([one]) => one === name)?.[1] ?? [];
  const env = { AWS_REGION: 'us-east-1', ...Object.fromEntries(variables.map((one) => [one, '1'])) };
  const code = `const t = performance.now(); await import(${JSON.stringify(pathToFileURL(module).href)}); console.log(performance.now() - t)`;
  const run = (): number => {
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      env,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`the bundle of ${name ?? 'nothing'} cannot be imported: ${stderr}`);
    return Number(stdout);
  };
  return Math.min(run(), run(), run());
};

try {
  const empty = join(folder, 'empty.mjs');
  writeFileSync(empty, 'export {};\n');
  const floor = importMs(empty);
  for (const name of functionsIn(root)) {
    const built = await buildFunction(root, name);
    writeBuilt(target, built);
    const module = join(folder, `${name}.mjs`);
    writeFileSync(module, built.bundle.code);
    console.log(
      `${name.padEnd(19)} ${(built.zip.length / 1024).toFixed(0).padStart(4)} KB, import ${importMs(module, name).toFixed(0)} ms (an empty module ${floor.toFixed(1)} ms), clients: ${clientsIn(built.bundle).join(', ')}`,
    );
  }
  writeRunner(root, target);
  const query = await buildQuery(root);
  writeQuery(target, query);
  const packages =
    query.missing === undefined
      ? 'its packages inside'
      : `without its packages, which its instances must install: ${query.missing}`;
  console.log(`${'query'.padEnd(19)} ${(query.zip.length / 1024).toFixed(0).padStart(4)} KB, ${packages}`);
} finally {
  rmSync(folder, { recursive: true });
}
