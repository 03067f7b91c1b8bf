import { arnOf, nameOf } from '../../standards/deployment.ts';
import { bothForms, frontDoorSeconds, type FunctionPart } from './part.ts';

/** By name, because functions are made in no order. */
const woken = 'etl';

export const etlCalls: FunctionPart<'etl-calls'> = {
  description: 'What the lake holds, what the batch found undeclared, and the call that wakes it',
  // It reads a snapshot whole.
  memoryMegabytes: 1_024,
  timeoutSeconds: frontDoorSeconds,
  routes: bothForms('meta/etl', 'schema/proposals'),
  variables: ({ deployment, tables, buckets }) => ({
    DIRECTORY_TABLE: tables.directory.name,
    SCHEMA_TABLE: tables.schemas.name,
    STATE_TABLE: tables.state.name,
    LAKE_BUCKET: buckets.lake.name,
    ETL_FUNCTION: nameOf(deployment, woken),
  }),
  allow: (role, { deployment, tables, buckets }) => {
    tables.directory.grantRead(role);
    tables.schemas.grantRead(role);
    tables.state.grantRead(role);
    buckets.lake.grantGet(role, 'lake/v1/log/*', 'lake/v1/survey/*');
    buckets.lake.grantList(role);
    role.allow({
      sid: 'WakeTheBatch',
      actions: ['lambda:InvokeFunction'],
      resources: [arnOf(deployment, 'lambda', `function:${nameOf(deployment, woken)}`)],
    });
  },
};
