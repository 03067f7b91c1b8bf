import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { s3Reactions } from '../object-store/reactions.ts';
import { calling } from '../shared/calling.ts';

/** Bytes of an object, from `start` to before `end`; undefined when there is none of the key. Throws OutOfService. */
export type ReadRange = (key: string, start: number, end: number) => Promise<Uint8Array | undefined>;

export interface S3RangeOptions {
  /** It retries by itself (`@sluice/aws/clients`). */
  readonly client: S3Client;
  readonly bucket: string;
}

export const s3Range =
  ({ client, bucket }: S3RangeOptions): ReadRange =>
  (key, start, end) =>
    calling(`read the object ${key}`, s3Reactions, async () => {
      try {
        const Range = `bytes=${start}-${end - 1}`;
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range }));
        return await Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    });
