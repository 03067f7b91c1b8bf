import type { FunctionPart } from './part.ts';

export const etl: FunctionPart<'etl'> = {
  description: 'The batch: begins runs on the cluster, and publishes what they wrote',
  memoryMegabytes: 3_072,
  // It reads what is new of the archive to its end, and all of the snapshot.
  timeoutSeconds: 900,
  wakes: ({ jobs }) => ({
    clock: { description: 'The batch, every quarter of an hour', schedule: 'rate(15 minutes)' },
    'job-ended': {
      description: 'A job of the batch ended',
      pattern: {
        source: ['aws.emr-serverless'],
        'detail-type': ['EMR Serverless Job Run State Change'],
        detail: { applicationId: [jobs.applicationId], state: ['SUCCESS', 'FAILED', 'CANCELLED'] },
      },
    },
  }),
  variables: ({ tables, buckets, jobs, objectsKeyArn }) => ({
    DIRECTORY_TABLE: tables.directory.name,
    SCHEMA_TABLE: tables.schemas.name,
    STATE_TABLE: tables.state.name,
    ARCHIVE_BUCKET: buckets.archive.name,
    LAKE_BUCKET: buckets.lake.name,
    JOB_APPLICATION: jobs.applicationId,
    JOB_ROLE: jobs.role.arn,
    JOB_RUNNER: jobs.runner,
    JOB_KEY: objectsKeyArn,
  }),
  allow: (role, { tables, buckets, jobs }) => {
    tables.directory.grantRead(role);
    tables.schemas.grantRead(role);
    tables.state.grantRead(role);
    tables.state.grantWrite(role, 'PutItem');
    buckets.archive.grantGet(role, 'archive/staged/*');
    buckets.archive.grantTag(role, 'archive/staged/*');
    buckets.archive.grantList(role);
    buckets.lake.grantGet(role, 'lake/v1/*');
    buckets.lake.grantPut(role, 'lake/v1/*');
    // What runs that died have left; versions of it stay for a while.
    buckets.lake.grantDelete(role, 'lake/v1/*', 'load/v1/*');
    buckets.lake.grantList(role);
    jobs.grantStart(role);
  },
};
