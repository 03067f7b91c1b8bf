import { nameOfPath, readBucketPath, toldFormat, type FileStatus } from '@sluice/core/files';
import { readOptions, Refusal } from '@sluice/core/http';
import { requireBucket, requireFile } from './buckets.ts';
import { fileNamed } from './file-name.ts';
import { getStatus } from './get-status.ts';
import type { Call } from './services.ts';

/**
 * `POST batch/upload/file {"filePath":"s3://bucket/key","file"?}`: has a file split that lies in a bucket of the tenant. It is not copied:
 * it must stay as it is until it is done. Without `file` its name is made of the path; the answer tells it.
 */
export const postFile = async (call: Call): Promise<FileStatus> => {
  const { event, principal, services } = call;
  const { states, jobs, clock, buckets } = services;
  const options = readOptions(event, 'filePath', 'file');
  const filePath = options.text('filePath') ?? '';
  const path = readBucketPath(filePath);
  if (path === undefined) throw new Refusal(400, 'filePath must be s3://bucket/key, the key not URL-encoded');
  if (buckets === undefined)
    throw new Refusal(400, 'this instance reads no buckets: PUT the file to batch/upload/data/{file}');
  const file = fileNamed(options.text('file') ?? nameOfPath(filePath));
  await requireBucket(call, path.bucket, buckets);
  const source = { kind: 'bucket', ...path } as const;
  await requireFile(source, buckets);
  const tenant = principal.tenant.id;
  await states.name(tenant, { file, told: toldFormat(path.key), source, receivedAt: clock.now() });
  await jobs.send({ tenant, file });
  return getStatus({ ...call, rest: file });
};
