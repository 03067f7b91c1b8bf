import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sha256 } from '@aws-crypto/sha256-js';
import { S3Client } from '@aws-sdk/client-s3';
import { SignatureV4 } from '@smithy/signature-v4';
import S3rver from 's3rver';
import { expect, it } from 'vitest';
import { s3UploadAddress } from '@sluice/aws/files';

const key = 'files/tenant=01JD0000000000000000000000/01JD0000000000000000000001';
const now = Date.UTC(2026, 10, 23, 9, 7, 5);

it.each([undefined, 'a/session+token=='])('signs as the SDK does, session token %s', async (sessionToken) => {
  const credentials = {
    accessKeyId: 'AKIDEXAMPLE',
    secretAccessKey: 'not a secret',
    ...(sessionToken && { sessionToken }),
  };
  const client = new S3Client({ region: 'eu-west-1', credentials });
  const address = s3UploadAddress({ client, bucket: 'files', clock: { now: () => now } });
  const { url, expiresAt } = await address.addressFor(key);
  expect(expiresAt).toBe(now + 3_600_000);
  const signer = new SignatureV4({
    service: 's3',
    region: 'eu-west-1',
    credentials,
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  });
  const hostname = 'files.s3.eu-west-1.amazonaws.com';
  const path = `/${key.replace('=', '%3D')}`;
  const request = { method: 'PUT', protocol: 'https:', hostname, path, headers: { host: hostname } };
  const { query = {} } = await signer.presign(
    { ...request, headers: { ...request.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
    {
      expiresIn: 3_600,
      signingDate: new Date(now),
      unhoistableHeaders: new Set(['x-amz-content-sha256']),
      unsignableHeaders: new Set(['x-amz-content-sha256']),
    },
  );
  const got = new URL(url);
  expect([got.hostname, got.pathname]).toEqual([hostname, path]);
  expect(Object.fromEntries(got.searchParams)).toEqual(query);
});

it('is taken by an object store until it ends', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-address-'));
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: 'files' }],
  });
  const { port } = await server.run();
  try {
    const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
    const client = new S3Client({ region: 'us-east-1', credentials });
    const origin = `http://127.0.0.1:${port}/files`;
    const at = (time: number) =>
      s3UploadAddress({ client, bucket: 'files', clock: { now: () => time }, origin }).addressFor(key);
    const put = async (url: string) => (await fetch(url, { method: 'PUT', body: 'a file' })).status;
    const { url } = await at(Date.now());
    expect(await put(url)).toBe(200);
    expect(await put((await at(Date.now() - 7_200_000)).url)).toBe(403);
  } finally {
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  }
});
