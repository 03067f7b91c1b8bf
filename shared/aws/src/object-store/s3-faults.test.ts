import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { anId } from '@sluice/testing/factories/directory';
import { seededRandom } from '@sluice/testing/faults/random';
import { startS3 } from '../testing/s3.ts';
import {
  answer,
  before,
  faults,
  RewritingHandler,
  type Fault,
  type Rewrite,
} from '../testing/service-faults.ts';
import { s3ObjectStore } from './index.ts';

const root = mkdtempSync(path.join(tmpdir(), 'sluice-s3-'));
const s3 = await startS3(root, ['objects']);
afterAll(async () => {
  await s3.close();
  rmSync(root, { recursive: true });
});

const storeUnder = (faultOf: (call: number) => Fault | undefined, bucket = 'objects') => {
  const requestHandler = new RewritingHandler(faults('s3', faultOf));
  const client = s3.client({ requestHandler });
  return { store: s3ObjectStore({ client, bucket }), requestHandler };
};

const slowDown: Fault = { name: 'SlowDown', status: 503 };
/** The SDK waits a tenth as long after it as after SlowDown. */
const unwell: Fault = { name: 'InternalError', status: 500 };

describe('S3 that is slow, away or loses answers', () => {
  it.each<[string, Fault]>([
    ['SlowDown', slowDown],
    ['InternalError', unwell],
    ['a broken socket', 'reset'],
    ['a lost answer', 'lost'],
  ])('%s: it is asked again', async (_, fault) => {
    const { store, requestHandler } = storeUnder((call) => (call % 2 === 0 ? fault : undefined));
    const key = anId();
    await store.put(key, Buffer.from('body'));
    expect(Buffer.from((await store.get(key)) ?? []).toString()).toBe('body');
    expect(await Array.fromAsync(store.list(key))).toEqual([key]);
    await store.delete(key);
    expect(requestHandler.calls).toBe(8);
    expect(await storeUnder(() => undefined).store.get(key)).toBeUndefined();
  });

  it('for good: OutOfService after four attempts, with the reason', async () => {
    const { store, requestHandler } = storeUnder(() => unwell);
    await expect(store.get('a/b')).rejects.toMatchObject({
      code: 'ServiceUnavailable',
      class: 'retryable',
      message: expect.stringMatching(/read the object a\/b: InternalError/) as string,
    });
    expect(requestHandler.calls).toBe(4);
  });

  it.each(['AccessDenied', 'NoSuchBucket'])('%s is an outage: never an absent object', async (name) => {
    const { store } = storeUnder(() => ({ name, status: name === 'AccessDenied' ? 403 : 404 }));
    await expect(store.get('a')).rejects.toMatchObject({ class: 'retryable' });
    await expect(store.put('a', Buffer.from('x'))).rejects.toMatchObject({ class: 'retryable' });
    await expect(store.delete('a')).rejects.toMatchObject({ class: 'retryable' });
    await expect(Array.fromAsync(store.list(''))).rejects.toMatchObject({ class: 'retryable' });
  });

  it('a bucket that is not there is an outage', async () => {
    const { store } = storeUnder(() => undefined, 'nowhere');
    await expect(store.get('a')).rejects.toMatchObject({ class: 'retryable' });
  });

  it('a request that is at fault is ours, and is sent once', async () => {
    const { store, requestHandler } = storeUnder(() => ({ name: 'EntityTooLarge' }));
    const fault = { class: 'ours', code: 'EntityTooLarge' };
    await expect(store.put('a', Buffer.from('x'))).rejects.toMatchObject(fault);
    expect(requestHandler.calls).toBe(1);
  });

  it('any faults, by seed: what was put is there', async () => {
    for (const seed of [1, 2, 3]) {
      const random = seededRandom(seed);
      const kinds: Fault[] = [unwell, 'reset', 'lost'];
      const { store } = storeUnder(() => (random() < 0.25 ? kinds[Math.floor(random() * 3)] : undefined));
      const at = anId();
      const put: string[] = [];
      for (let i = 0; i < 15; i += 1) {
        const key = `${at}/${String(i).padStart(2, '0')}`;
        await store.put(key, Buffer.from(key)).then(
          () => put.push(key),
          (error: unknown) => expect(error).toMatchObject({ class: 'retryable' }),
        );
      }
      const found = await Array.fromAsync(storeUnder(() => undefined).store.list(at));
      expect(found, `seed ${seed}`).toEqual(expect.arrayContaining(put));
    }
  });
});

/** ListObjectsV2 over keys in memory, 1,000 a page: s3rver cannot page (its tokens are DES, which OpenSSL 3 lacks). */
const pages =
  (keys: readonly string[]): Rewrite =>
  async ({ query }) => {
    const [start, prefix] = [query['continuation-token'] ?? '', query['prefix'] ?? ''].map(String);
    const after = keys.filter((key) => key.startsWith(prefix ?? '') && key > (start ?? ''));
    const page = after.slice(0, 1_000);
    const next = after.length > 1_000 ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
    const contents = page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('');
    return answer(200, `<ListBucketResult>${next}${contents}</ListBucketResult>`, 'application/xml');
  };

describe('a list of many pages', () => {
  it.each([0, 1, 999, 1_000, 1_001, 2_001])('has each of %i keys once, in order', async (length) => {
    const keys = Array.from({ length }, (_, i) => `a/${String(i).padStart(4, '0')}`);
    const slow = faults('s3', (call) => (call % 2 === 0 ? unwell : undefined));
    const requestHandler = new RewritingHandler(
      before(slow, pages([...keys, 'b'].map((key) => `in/${key}`))),
    );
    const store = s3ObjectStore({ client: s3.client({ requestHandler }), bucket: 'objects', prefix: 'in/' });
    expect(await Array.fromAsync(store.list('a/'))).toEqual(keys);
    expect(requestHandler.calls).toBe(2 * Math.max(1, Math.ceil(length / 1_000)));
  });
});
