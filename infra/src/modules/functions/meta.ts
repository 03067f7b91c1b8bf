import { iamUserPath } from '@sluice/core/layout';
import { arnOf, iamArn, nameOf } from '../../standards/deployment.ts';
import { bothForms, frontDoorSeconds, type FunctionPart } from './part.ts';

/** By name, because functions are made in no order. */
const scalers = ['scale-streams', 'scale-tables'] as const;

const userVerbs = [
  'CreateUser',
  'GetUser',
  'TagUser',
  'DeleteUser',
  'CreateAccessKey',
  'ListAccessKeys',
  'DeleteAccessKey',
];

export const meta: FunctionPart<'meta'> = {
  description: 'Tenants, devices and keys: who may send and ask',
  memoryMegabytes: 512,
  timeoutSeconds: frontDoorSeconds,
  routes: bothForms('meta/{proxy+}'),
  variables: ({ deployment, tables, identity }) => ({
    DIRECTORY_TABLE: tables.directory.name,
    STATE_TABLE: tables.state.name,
    IAM_USER_PATH: iamUserPath(deployment.environment),
    IAM_DEVICE_GROUP: identity.devices.name,
    IAM_USER_GROUP: identity.users.name,
    SCALE_STREAMS_FUNCTION: nameOf(deployment, 'scale-streams'),
    SCALE_TABLES_FUNCTION: nameOf(deployment, 'scale-tables'),
  }),
  allow: (role, { deployment, tables, identity }) => {
    tables.directory.grantRead(role);
    tables.state.grantRead(role);
    tables.directory.grantWrite(role, 'PutItem', 'DeleteItem');
    role.allow(
      {
        sid: 'UsersBelowOurPath',
        actions: userVerbs.map((verb) => `iam:${verb}`),
        resources: [iamArn(deployment, `user${iamUserPath(deployment.environment)}*`)],
      },
      {
        sid: 'GroupsOfKeys',
        actions: ['iam:AddUserToGroup', 'iam:RemoveUserFromGroup'],
        resources: [identity.devices.arn, identity.users.arn],
      },
      {
        sid: 'AskTheScalers',
        actions: ['lambda:InvokeFunction'],
        resources: scalers.map((name) => arnOf(deployment, 'lambda', `function:${nameOf(deployment, name)}`)),
      },
    );
  },
};
