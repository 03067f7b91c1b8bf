import { hash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes `etl-runner.py`, which runs the batch's plans on a cluster, and `etl-runner.json` beside the functions' own, for infra. */
export const writeRunner = (root: string, folder: string): void => {
  const code = readFileSync(join(root, 'jobs/etl/src/engines/run_plan.py'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'etl-runner.py'), code);
  const sha256 = hash('sha256', code, 'base64');
  writeFileSync(join(folder, 'etl-runner.json'), `${JSON.stringify({ sha256, bytes: code.length })}\n`);
};
