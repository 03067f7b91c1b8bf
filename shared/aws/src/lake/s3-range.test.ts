import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { anId } from '@sluice/testing/factories/directory';
import { s3ObjectStore } from '../object-store/index.ts';
import { startS3 } from '../testing/s3.ts';
import { faults, RewritingHandler } from '../testing/service-faults.ts';
import { s3Range } from './index.ts';

const root = mkdtempSync(path.join(tmpdir(), 'sluice-s3-range-'));
const s3 = await startS3(root, ['lake']);
afterAll(async () => {
  await s3.close();
  rmSync(root, { recursive: true });
});

const here = () => ({ client: s3.client(), bucket: 'lake' });

it('reads from a byte to before another, and what is there of a range that is longer', async () => {
  const key = anId();
  await s3ObjectStore(here()).put(key, Buffer.from('0123456789'));
  const read = s3Range(here());
  const text = async (from: number, to: number) => Buffer.from((await read(key, from, to)) ?? []).toString();
  expect(await text(2, 5)).toBe('234');
  expect(await text(0, 10)).toBe('0123456789');
  expect(await text(8, 20)).toBe('89');
});

it('has nothing of an object that is not there', async () => {
  expect(await s3Range(here())(anId(), 0, 10)).toBeUndefined();
});

it('throws OutOfService when S3 is away', async () => {
  const requestHandler = new RewritingHandler(faults('s3', () => ({ name: 'SlowDown', status: 503 })));
  const read = s3Range({ client: s3.client({ requestHandler }), bucket: 'lake' });
  await expect(read('a', 0, 1)).rejects.toMatchObject({ code: 'ServiceUnavailable', class: 'retryable' });
});
