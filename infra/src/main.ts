/** Writes the Terraform of every environment to `cdktf.out`: `node infra/src/main.ts [--out FOLDER] [--functions FOLDER]`. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { artifactsIn } from './artifacts.ts';
import { readWeek } from './committed-week.ts';
import { makeApp } from './synth.ts';

const root = resolve(import.meta.dirname, '../..');

try {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: process.env['CDKTF_OUTDIR'] ?? join(root, 'cdktf.out') },
      functions: { type: 'string', default: join(root, 'dist/functions') },
    },
  });
  const artifact = artifactsIn(resolve(values.functions));
  makeApp({ outdir: resolve(values.out), week: readWeek(), artifact }).synth();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
