import { ListObjectsV2Command, type ListObjectsV2CommandOutput, type S3Client } from '@aws-sdk/client-s3';
import type { ArchiveObject, ArchiveObjects } from '@sluice/core/archive';
import { s3FileBytes } from '../files/s3-file-bytes.ts';
import { s3Reactions } from '../object-store/reactions.ts';
import { calling } from '../shared/calling.ts';

export interface S3ArchiveOptions {
  /** It retries by itself (`@sluice/aws/clients`). */
  readonly client: S3Client;
  readonly bucket: string;
}

async function* listed({ client, bucket }: S3ArchiveOptions, prefix: string): AsyncGenerator<ArchiveObject> {
  let token: string | undefined;
  do {
    const next = token === undefined ? {} : { ContinuationToken: token };
    const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...next });
    const page: ListObjectsV2CommandOutput = await calling(
      `list the objects below ${prefix}`,
      s3Reactions,
      () => client.send(command),
    );
    for (const { Key, Size } of page.Contents ?? [])
      if (Key !== undefined) yield { key: Key, size: Size ?? 0, isOpen: false };
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

/** The archives that Firehose writes: whole objects, which never change. Read in ranges. */
export const s3ArchiveObjects = (options: S3ArchiveOptions): ArchiveObjects => {
  const files = s3FileBytes(options);
  return {
    list: (prefix) => listed(options, prefix),
    read: (key, from) => files.read({ kind: 'own', key }, from, ''),
  };
};
