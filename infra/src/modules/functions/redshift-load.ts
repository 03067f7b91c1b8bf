import type { ServiceRole } from '../../standards/service-role.ts';
import type { FunctionPart, Parts } from './part.ts';

/** What loads work on. */
export const loadPlaces = ({ tables, buckets, warehouse }: Parts) => ({
  STATE_TABLE: tables.state.name,
  LAKE_BUCKET: buckets.lake.name,
  WORKGROUP: warehouse.name,
  DATABASE: warehouse.database,
  COPY_ROLE: warehouse.copyRoleArn,
});

export const allowLoading = (role: ServiceRole, { tables, buckets, warehouse }: Parts): void => {
  tables.state.grantRead(role);
  tables.state.grantWrite(role, 'PutItem', 'DeleteItem');
  buckets.lake.grantGet(role, 'lake/v1/log/*', 'load/*');
  buckets.lake.grantPut(role, 'load/*');
  buckets.lake.grantList(role);
  warehouse.grantSql(role);
};

export const redshiftLoad: FunctionPart<'redshift-load'> = {
  description: 'Loads what the batch published into the warehouse, each load once',
  memoryMegabytes: 1_024,
  timeoutSeconds: 300,
  wakes: ({ buckets }) => ({
    clock: { description: 'Loads that wait, every quarter of an hour', schedule: 'rate(15 minutes)' },
    // Twice: the second reads what the first asked the warehouse.
    comparing: {
      description: 'Compares the lake with the warehouse, each night',
      schedule: 'cron(7,22 3 * * ? *)',
      input: { wake: 'reconcile' },
    },
    published: {
      description: 'The batch published a manifest',
      pattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: {
          bucket: { name: [buckets.lake.name] },
          object: { key: [{ wildcard: 'lake/v1/log/*.manifest.json.gz' }] },
        },
      },
    },
    statement: {
      description: 'A batch of statements of the warehouse ended',
      pattern: {
        source: ['aws.redshift-data'],
        'detail-type': ['Redshift Data Statement Status Change'],
        detail: { state: ['FINISHED', 'FAILED', 'ABORTED'] },
      },
    },
  }),
  variables: loadPlaces,
  allow: allowLoading,
};
