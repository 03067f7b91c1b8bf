/** `npm run deploy:check -- dev`: what is missing before a plan. Changes nothing. Exits 0 nothing, 1 something, 2 no such environment. */
import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { environments } from '@sluice/core/layout';
import { checkAll, type Surroundings } from './src/check/checks.ts';

const root = join(import.meta.dirname, '..');

const around: Surroundings = {
  variables: process.env,
  now: Date.now(),
  read: (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path)) : undefined),
  hasAtHome: (path) => existsSync(join(homedir(), path)),
  hash: (bytes) => hash('sha256', bytes, 'base64'),
  terraform: () =>
    new Promise((resolve) => {
      execFile('terraform', ['version', '-json'], (_, stdout) => resolve(stdout === '' ? undefined : stdout));
    }),
  bucketStatus: async (bucket, region) => {
    const own = process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'];
    const url = own === undefined ? `https://${bucket}.s3.${region}.amazonaws.com/` : `${own}/${bucket}`;
    try {
      return (await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(10_000) }))
        .status;
    } catch {
      return undefined;
    }
  },
};

const [environment = 'dev', ...more] = process.argv.slice(2);
if (more.length > 0 || !environments.some((one) => one === environment)) {
  process.stderr.write(`usage: npm run deploy:check -- ${environments.join('|')}\n`);
  process.exitCode = 2;
} else {
  const findings = await checkAll(around, environment);
  for (const { check, missing, advice } of findings) {
    const state = missing === undefined ? (advice === undefined ? 'ok     ' : 'advice ') : 'missing';
    process.stdout.write(`${[`${state} ${check}`, missing ?? advice ?? []].flat().join(': ')}\n`);
  }
  process.exitCode = findings.some(({ missing }) => missing !== undefined) ? 1 : 0;
}
