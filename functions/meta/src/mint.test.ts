import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { aTenantId } from '@sluice/testing/factories/directory';
import { mintAccessKey, mintApiKey, randomKeys } from './index.ts';

const clock = { now: () => 42 };
const mint = (random = (n: number): Uint8Array => randomBytes(n)) =>
  mintAccessKey(
    { tenant: aTenantId(), role: 'analyst', device: 'someone' },
    { clock, randomBytes: random, keyMint: randomKeys(random) },
  );

describe('mintAccessKey', () => {
  it('has the forms that clients and secret scanners expect', async () => {
    for (let i = 0; i < 50; i++) {
      const key = await mint();
      expect(key.id).toMatch(/^SL[0-9A-HJKMNP-TV-Z]{18}$/);
      expect(key.secret).toMatch(/^[A-Za-z0-9_-]{40}$/);
      expect(key).toMatchObject({ device: 'someone', createdAt: 42 });
      expect(mintApiKey((n) => randomBytes(n))).toMatch(/^[0-9A-HJKMNP-TV-Z]{40}$/);
    }
  });

  it('uses all the randomness it is handed: other bytes, other id, secret and salt', async () => {
    const [zero, one] = [await mint((n) => Buffer.alloc(n, 0)), await mint((n) => Buffer.alloc(n, 1))];
    expect(zero.id).not.toBe(one.id);
    expect(zero.secret).not.toBe(one.secret);
    expect(zero.scram.salt).not.toBe(one.scram.salt);
  });

  it('spreads ids over the whole alphabet', async () => {
    const keys = await Promise.all(Array.from({ length: 100 }, () => mint()));
    const seen = new Set(keys.map(({ id }) => id.slice(2)).join(''));
    expect(seen.size).toBe(32);
  });
});
