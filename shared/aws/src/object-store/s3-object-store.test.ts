import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { objectStoreContract } from '@sluice/testing/contracts/object-store';
import { startS3 } from '../testing/s3.ts';
import { s3ObjectStore } from './index.ts';

const root = mkdtempSync(path.join(tmpdir(), 'sluice-s3-'));
const s3 = await startS3(root, ['whole', 'part']);
afterAll(async () => {
  await s3.close();
  rmSync(root, { recursive: true });
});

objectStoreContract('S3', () => s3ObjectStore({ client: s3.client(), bucket: 'whole' }));
objectStoreContract('S3, below a prefix', () =>
  s3ObjectStore({ client: s3.client(), bucket: 'part', prefix: 'some/where/' }),
);
