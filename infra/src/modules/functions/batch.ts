import { bothForms, frontDoorSeconds, type FunctionPart } from './part.ts';

export const batch: FunctionPart<'batch'> = {
  description: 'Files of events over HTTP: uploads, their status, buckets of tenants',
  memoryMegabytes: 1_024,
  timeoutSeconds: frontDoorSeconds,
  routes: bothForms('batch/{proxy+}'),
  variables: ({ deployment, tables, buckets, uploads }) => ({
    DIRECTORY_TABLE: tables.directory.name,
    STATE_TABLE: tables.state.name,
    UPLOAD_BUCKET: buckets.uploads.name,
    JOB_QUEUE: uploads.queue.url,
    // Whom the policy of a tenant's bucket lets in: our account, in which two roles may read buckets of others.
    READER: `arn:aws:iam::${deployment.account}:root`,
  }),
  allow: (role, { deployment, tables, buckets, uploads }) => {
    tables.directory.grantRead(role);
    tables.state.grantRead(role);
    tables.state.grantWrite(role, 'PutItem', 'DeleteItem');
    buckets.uploads.grantGet(role, 'files/*');
    buckets.uploads.grantPut(role, 'files/*');
    buckets.uploads.grantList(role);
    uploads.queue.grantSend(role);
    role.allow(readingBucketsOfTenants(deployment));
  },
};

/** A tenant's bucket is in the tenant's account, whose policy decides; nothing of ours is read by this. */
export const readingBucketsOfTenants = ({ account }: { readonly account: string }) => ({
  sid: 'AnyBucketOfATenant',
  actions: ['s3:GetObject', 's3:ListBucket'],
  everyResource: 'buckets of tenants are named by tenants',
  conditions: { StringNotEquals: { 's3:ResourceAccount': account } },
});
