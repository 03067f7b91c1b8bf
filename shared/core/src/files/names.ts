import { formatByName, type FileFormat } from './plan.ts';

const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

/** True for what a file may be called here: 1 to 200 letters, digits, `.`, `_` and `-`, a letter or digit first. Also part of keys. */
export const isFileName = (text: string): boolean => namePattern.test(text);

const byType = new Map<string, FileFormat>([
  ['text/csv', 'csv'],
  ['application/csv', 'csv'],
  ['text/tab-separated-values', 'csv'],
  ['application/x-ndjson', 'ndjson'],
  ['application/ndjson', 'ndjson'],
  ['application/jsonl', 'ndjson'],
  ['application/x-jsonlines', 'ndjson'],
  ['application/json', 'json'],
]);

/**
 * What is said of a file: by its content type, else by its name's ending; undefined when neither tells, and its beginning decides. Clients
 * send `application/json` with everything: an ending that says more wins over it.
 */
export const toldFormat = (name: string, contentType = ''): FileFormat | undefined => {
  const type = byType.get(contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '');
  const ending = formatByName(name);
  return type === 'json' ? (ending ?? type) : (type ?? ending);
};

/** A bucket of a tenant, and a key in it. */
export interface BucketPath {
  readonly bucket: string;
  readonly key: string;
}

const bucketPattern = /^(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/;

/** True for the name of an S3 bucket. */
export const isBucketName = (text: string): boolean => bucketPattern.test(text);

/** Reads `s3://bucket/key`; undefined when it is none. The key is as S3 has it, not URL-encoded, at most 1,024 bytes. */
export const readBucketPath = (text: string): BucketPath | undefined => {
  const found = /^s3:\/\/([^/]+)\/(.+)$/su.exec(text);
  const [, bucket = '', key = ''] = found ?? [];
  return isBucketName(bucket) && Buffer.byteLength(key) <= 1_024 && key !== '' ? { bucket, key } : undefined;
};

/**
 * The object that shows that a bucket is the tenant's: whoever can put it there may write to the bucket. Without it, a tenant could
 * register another's bucket, which trusts us as well.
 */
export const proofKey = (tenant: string): string => `sluice-tenant-${tenant}`;
