#!/usr/bin/env node
// Plain JavaScript on purpose: an older Node must be able to read this file to be replaced by the one that runs TypeScript.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The first major version that runs the TypeScript of this package as it is. */
const leastMajor = 24;

/** The binary of the npm package `node`, which `npm install` put beside this one. */
const packagedNode = () => {
  try {
    const manifest = createRequire(import.meta.url).resolve('node/package.json');
    const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
    const path = join(dirname(manifest), typeof bin === 'string' ? bin : bin.node);
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
};

const runWith = (node) => {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'])
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child as well.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  child.on('error', (error) => {
    process.stderr.write(`sluice: cannot run ${node}: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
  });
};

if (Number(process.versions.node.split('.')[0]) >= leastMajor) {
  await import('../src/main.ts');
} else {
  const node = packagedNode();
  if (node === undefined) {
    process.stderr.write(
      `sluice: this is Node ${process.versions.node}; Sluice runs on Node ${leastMajor} or newer. Run npm install in Sluice's folder, which brings one, or start it with a newer Node.\n`,
    );
    process.exit(1);
  }
  runWith(node);
}
