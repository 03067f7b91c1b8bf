import { isBucketName, proofKey, type FileSource } from '@sluice/core/files';
import { parseJson, readBody, Refusal } from '@sluice/core/http';
import type { BucketReading, Call } from './services.ts';

const mostBuckets = 100;

const wanted = `the body must be {"buckets": […]}, a list of at most ${mostBuckets} names of buckets`;

const readBuckets = (body: string): readonly string[] => {
  const value = body.trim() === '' ? undefined : parseJson(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refusal(400, wanted);
  const members = new Map<string, unknown>(Object.entries(value));
  const buckets = members.get('buckets');
  if (members.size !== 1 || !Array.isArray(buckets) || buckets.length > mostBuckets)
    throw new Refusal(400, wanted);
  return buckets.map((name: unknown) => {
    if (typeof name === 'string' && isBucketName(name)) return name;
    throw new Refusal(400, `${JSON.stringify(name).slice(0, 100)} is not the name of a bucket`);
  });
};

interface Buckets {
  readonly buckets: readonly string[];
}

/** `PUT batch/buckets {"buckets":[…]}`: replaces the list. */
export const putBuckets = async ({ event, principal, services }: Call): Promise<Buckets> => {
  const buckets = [...new Set(readBuckets(readBody(event)))];
  await services.states.putBuckets(principal.tenant.id, buckets);
  return { buckets };
};

/** `GET batch/buckets` */
export const getBuckets = async ({ principal, services }: Call): Promise<Buckets> => ({
  buckets: await services.states.buckets(principal.tenant.id),
});

/** The policy that lets us read a bucket: its objects, and that an object is not there. */
const policyFor = (bucket: string, reader: string): string => {
  const allow = (action: string, resource: string) => ({
    Effect: 'Allow',
    Principal: { AWS: reader },
    Action: action,
    Resource: `arn:aws:s3:::${resource}`,
  });
  const statements = [allow('s3:GetObject', `${bucket}/*`), allow('s3:ListBucket', bucket)];
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
};

/** Refuses with 403 a bucket that the tenant has not registered, or not shown to be its own. */
export const requireBucket = async (
  { principal, services }: Call,
  bucket: string,
  { files, reader }: BucketReading,
): Promise<void> => {
  const tenant = principal.tenant.id;
  if (!(await services.states.buckets(tenant)).includes(bucket))
    throw new Refusal(403, `the bucket ${bucket} is not registered: add it with PUT batch/buckets`);
  const key = proofKey(tenant);
  const head = await files.head({ kind: 'bucket', bucket, key });
  if (head === 'denied') throw notReadable(bucket, reader);
  if (head === 'absent')
    throw new Refusal(
      403,
      `the bucket ${bucket} is not shown to be yours: put an empty object ${key} into it`,
    );
};

const notReadable = (bucket: string, reader: string): Refusal =>
  new Refusal(
    403,
    `the bucket ${bucket} does not let Sluice read; set its policy to ${policyFor(bucket, reader)}`,
  );

/** Refuses a file that is not there (404), or not to be read (403). */
export const requireFile = async (
  source: FileSource & { readonly kind: 'bucket' },
  { files, reader }: BucketReading,
): Promise<void> => {
  const head = await files.head(source);
  if (head === 'denied') throw notReadable(source.bucket, reader);
  if (head === 'absent')
    throw new Refusal(
      404,
      `there is no object ${JSON.stringify(source.key.slice(0, 200))} in ${source.bucket}`,
    );
};
