import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type ListObjectsV2CommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { SluiceError } from '@sluice/core/failure';
import { objectKeyFault } from '@sluice/core/layout';
import type { ObjectStore } from '@sluice/core/ports';
import { calling } from '../shared/calling.ts';
import { s3Reactions } from './reactions.ts';

export interface S3ObjectStoreOptions {
  /** It retries by itself (`@sluice/aws/clients`): every call of ours may be repeated. */
  readonly client: S3Client;
  readonly bucket: string;
  /** Before each key, with its slash at the end: `lake/`. @default none */
  readonly prefix?: string;
}

const checked = (key: string): string => {
  const fault = objectKeyFault(key);
  if (fault === undefined) return key;
  throw new SluiceError({ class: 'ours', code: 'BadObjectKey', message: `the object key "${key}" ${fault}` });
};

type Place = Required<S3ObjectStoreOptions>;

/** Without the permission to list the bucket S3 answers AccessDenied for a key that is absent: roles need both. */
const getObject = async ({ client, bucket }: Place, key: string): Promise<Uint8Array | undefined> => {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
};

/** S3 lists in ascending order of UTF-8 bytes, at most 1,000 keys a page. */
async function* listKeys({ client, bucket, prefix }: Place, start: string): AsyncGenerator<string> {
  let token: string | undefined;
  do {
    const next = token === undefined ? {} : { ContinuationToken: token };
    const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix + start, ...next });
    const page: ListObjectsV2CommandOutput = await calling(
      `list the objects below ${start}`,
      s3Reactions,
      () => client.send(command),
    );
    for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key.slice(prefix.length);
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

/**
 * Objects of one bucket, or of one prefix of it. Every method throws OutOfService when S3 does not answer well within the client's
 * attempts, and SluiceError `BadObjectKey` for a key that is none. Encryption is the bucket's.
 */
export const s3ObjectStore = (options: S3ObjectStoreOptions): ObjectStore => {
  const place: Place = { prefix: '', ...options };
  const { client, bucket: Bucket, prefix } = place;
  const call = <T>(what: string, key: string, work: (Key: string) => Promise<T>): Promise<T> =>
    calling(`${what} the object ${key}`, s3Reactions, () => work(prefix + checked(key)));
  return {
    put: (key, body) =>
      call('store', key, async (Key) => {
        await client.send(new PutObjectCommand({ Bucket, Key, Body: body }));
      }),
    get: (key) => call('read', key, (Key) => getObject(place, Key)),
    list: (start) => listKeys(place, start),
    delete: (key) =>
      call('delete', key, async (Key) => {
        await client.send(new DeleteObjectCommand({ Bucket, Key }));
      }),
  };
};
