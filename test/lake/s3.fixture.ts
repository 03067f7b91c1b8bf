import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from '@sluice/aws/clients';
import { s3FileBytes } from '@sluice/aws/files';
import { s3ObjectStore } from '@sluice/aws/object-store';
import type { FileBytes } from '@sluice/core/files';
import S3rver from 's3rver';

/** The lake's bucket on an emulator, and a folder for what is fetched from it. */
export const startLakeBucket = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-lake-s3-'));
  const [bucket, cacheFolder] = ['lake', join(folder, 'cache')];
  mkdirSync(cacheFolder);
  const directory = join(folder, 's3');
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: bucket }],
  });
  const { port } = await server.run();
  const client = new S3Client({
    ...clientSettings(),
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    forcePathStyle: true,
  });
  const stored = s3FileBytes({ client, bucket });
  let fetched: string[] = [];
  const files: FileBytes = {
    head: (source) => stored.head(source),
    read: (source, from, version) => {
      fetched.push(source.key);
      return stored.read(source, from, version);
    },
  };
  return {
    cacheFolder,
    files,
    objects: s3ObjectStore({ client, bucket }),
    put: async (Key: string, Body: Uint8Array): Promise<void> => {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
    },
    /** Keys of what was fetched since it was last asked. */
    fetched: (): readonly string[] => {
      const keys = fetched;
      fetched = [];
      return keys;
    },
    close: async (): Promise<void> => {
      client.destroy();
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
};

export type LakeBucket = Awaited<ReturnType<typeof startLakeBucket>>;
