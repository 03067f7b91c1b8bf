import { dynamoClient, iamClient } from '@sluice/aws/clients';
import { dynamoDirectory } from '@sluice/aws/directory';
import { iamKeys } from '@sluice/aws/identity';
import { machine } from '@sluice/aws/lambda';
import { environments, iamUserPath, physicalName, type Environment } from '@sluice/core/layout';
import { bootstrapOperator } from './bootstrap.ts';

/**
 * `npm run bootstrap -- dev`: makes the operator of a new deployment, with the credentials of whoever deploys, and prints its key, once.
 * Safe to repeat; exit code 1 when there is an operator already or none could be made, 2 when the environment is none.
 */
const bootstrap = async (environment: Environment): Promise<number> => {
  const key = await bootstrapOperator(
    dynamoDirectory({ client: dynamoClient(), tableName: physicalName(environment, 'directory') }),
    {
      ...machine,
      keyMint: iamKeys({
        client: iamClient(),
        path: iamUserPath(environment),
        groups: { devices: physicalName(environment, 'devices'), users: physicalName(environment, 'users') },
      }),
    },
  );
  if (key === undefined) {
    process.stderr.write(
      `${environment} has an operator already; its key is shown once only. A second one: npx sluice key create --tenant operator --role operator\n`,
    );
    return 1;
  }
  process.stdout.write(`export AWS_ACCESS_KEY_ID=${key.id}\nexport AWS_SECRET_ACCESS_KEY=${key.secret}\n`);
  return 0;
};

const asked = process.argv[2] ?? '';
const environment = environments.find((one) => one === asked);
if (environment === undefined) {
  process.stderr.write(`"${asked}" is no environment; there are ${environments.join(', ')}\n`);
  process.exitCode = 2;
} else
  try {
    process.exitCode = await bootstrap(environment);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `cannot make the operator of ${environment}: ${reason}; "npm run deploy:check -- ${environment}" says what is missing\n`,
    );
    process.exitCode = 1;
  }
