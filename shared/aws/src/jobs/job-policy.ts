export interface JobPlaces {
  /** Names of buckets. */
  readonly archive: string;
  readonly lake: string;
  /** ARN of the key of both. */
  readonly key: string;
}

/** Where jobs log, in the lake's bucket. */
export const jobLogs = 'job-logs/';

const allow = (Action: readonly string[], Resource: readonly string[]) => ({
  Effect: 'Allow',
  Action,
  Resource,
});

/**
 * What one run of the batch may do, within what the job role may (the service takes the intersection, AWS-FACTS 1.7): read the staged
 * archive and the lake, write new files, and delete what it staged itself. Another run's files it cannot delete. At most 2,048 characters.
 */
export const jobPolicy = (run: string, { archive, lake, key }: JobPlaces): string => {
  const [from, to] = [`arn:aws:s3:::${archive}`, `arn:aws:s3:::${lake}`];
  const staging = `${to}/*/_staging-${run}`;
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      allow(
        ['s3:GetObject'],
        [`${from}/archive/staged/*`, `${to}/lake/v1/*`, `${to}/load/v1/*`, `${to}/jobs/*`],
      ),
      allow(['s3:ListBucket'], [from, to]),
      allow(
        ['s3:PutObject', 's3:AbortMultipartUpload'],
        [`${to}/lake/v1/*`, `${to}/load/v1/*`, `${to}/${jobLogs}*`],
      ),
      allow(['s3:DeleteObject'], [`${staging}/*`, `${staging}_$folder$`]),
      allow(['kms:Decrypt', 'kms:GenerateDataKey'], [key]),
    ],
  });
};
