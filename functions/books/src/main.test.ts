import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('says in one line which variables of the function it lacks', () => {
  const main = join(import.meta.dirname, 'main.ts');
  const { status, stderr } = spawnSync(process.execPath, [main], { env: {}, encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /^the books were not made: the function books needs the environment variables .*\n$/,
  );
});
