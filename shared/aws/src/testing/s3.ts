import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import S3rver, { type ListedObjects, type PutObject, type S3rverStore } from 's3rver';
import { clientSettings } from '../clients/index.ts';
import { onEmulator } from './clients.ts';

export interface S3Emulator {
  /** A new client, with settings of its own on top. */
  readonly client: (settings?: S3ClientConfig) => S3Client;
  readonly close: () => Promise<void>;
}

/** s3rver 3.7 answers a put before its file is written, and writes two puts of one key into one file; S3 replaces objects whole. */
const putWhole = async (store: S3rverStore, object: PutObject): Promise<{ size: number; md5: string }> => {
  const { bucket, key } = object;
  const body = await buffer(object.content);
  const md5 = createHash('md5').update(body).digest('hex');
  const file = store.getResourcePath(bucket, key, 'object');
  const incoming = `${file}-${randomUUID()}`;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(incoming, body);
  await store.putMetadata(bucket, key, object.metadata, md5);
  await rename(incoming, file);
  return { size: body.length, md5 };
};

/** It lists in the order of its files; S3 in the order of bytes, which matters from one page to the next. */
const sorted = (all: ListedObjects, startAfter: string, maxKeys: number): ListedObjects => {
  const objects = all.objects.filter(({ key }) => key > startAfter).sort((a, b) => (a.key < b.key ? -1 : 1));
  return { ...all, objects: objects.slice(0, maxKeys), isTruncated: objects.length > maxKeys };
};

const mend = (store: S3rverStore): void => {
  const list = store.listObjects.bind(store);
  store.putObject = (object) => putWhole(store, object);
  store.listObjects = async (bucket, { startAfter = '', maxKeys = Infinity, ...options }) =>
    sorted(await list(bucket, options), startAfter, maxKeys);
};

/** S3 in this process, on files: s3rver, mended. @param folder to keep them in */
export const startS3 = async (folder: string, buckets: readonly string[]): Promise<S3Emulator> => {
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: folder,
    configureBuckets: buckets.map((name) => ({ name })),
  });
  mend(server.store);
  const { port } = await server.run();
  // The credentials that s3rver knows.
  const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
  const shared = clientSettings();
  return {
    client: (settings = {}) =>
      new S3Client({ ...shared, ...onEmulator(port), credentials, forcePathStyle: true, ...settings }),
    close: async () => {
      shared.requestHandler.destroy();
      await server.close();
    },
  };
};
