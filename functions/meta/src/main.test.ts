import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const bootstrap = (environment: string, variables: Readonly<Record<string, string>> = {}) => {
  const main = join(import.meta.dirname, 'main.ts');
  // Nothing listens on the port of discarding, and no credentials are asked of a machine.
  const env = {
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    HOME: '/nonexistent',
    ...variables,
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, environment], {
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

it('says in one line what keeps it from making the operator, without a stack trace', () => {
  expect(bootstrap('dev')).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'cannot make the operator of dev: cannot read sluice-dev-directory: CredentialsProviderError: Could not load credentials from any providers; "npm run deploy:check -- dev" says what is missing\n',
  });
  const away = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
  const { status, stderr } = bootstrap('dev', away);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^cannot make the operator of dev: cannot read sluice-dev-directory: .*\n$/);
});

it('takes an environment that there is', () => {
  expect(bootstrap('test')).toMatchObject({
    status: 2,
    stderr: '"test" is no environment; there are dev, staging, prod\n',
  });
});
