import { nameOf, arnOf } from '../../standards/deployment.ts';
import { bothForms, frontDoorSeconds, type FunctionPart } from './part.ts';

/** By name, because functions are made in no order. */
const consumers = ['validate', 'store', 'count'] as const;

export const replay: FunctionPart<'replay'> = {
  description: 'Hands records that were given up back to the consumer that did',
  memoryMegabytes: 1_024,
  timeoutSeconds: frontDoorSeconds,
  routes: bothForms('meta/replay'),
  variables: ({ deployment, tables, buckets }) => ({
    DIRECTORY_TABLE: tables.directory.name,
    ON_FAILURE_BUCKET: buckets.onFailure.name,
    VALIDATE_FUNCTION: nameOf(deployment, 'validate'),
    STORE_FUNCTION: nameOf(deployment, 'store'),
    COUNT_FUNCTION: nameOf(deployment, 'count'),
  }),
  allow: (role, { deployment, tables, buckets }) => {
    tables.directory.grantRead(role);
    buckets.onFailure.grantList(role);
    buckets.onFailure.grantGet(role, '*');
    buckets.onFailure.grantDelete(role, '*');
    role.allow({
      sid: 'HandBack',
      actions: ['lambda:InvokeFunction'],
      resources: consumers.map((name) => arnOf(deployment, 'lambda', `function:${nameOf(deployment, name)}`)),
    });
  },
};
