import { afterAll, beforeAll, expect, it } from 'vitest';
import { fieldsOf, lettersOf, login } from './talk.ts';
import { password, startWireWorld, user, type WireWorld } from './wire-world.ts';

let world: WireWorld;
beforeAll(async () => {
  world = await startWireWorld();
});
afterAll(() => world.wire.close());

it.each([
  ['a wrong password', user, 'wrong'],
  ['a user that is not there', 'NOBODY', password],
])('%s: the same steps, the same words, closed', async (_, name, secret) => {
  const talk = await world.dial();
  const replies = await login(talk, name, secret);
  expect(lettersOf(replies)).toBe('RRE');
  expect(replies.map(fieldsOf).at(-1)).toMatchObject({
    S: 'FATAL',
    C: '28P01',
    M: `password authentication failed for user "${name}"`,
  });
  expect(await talk.next()).toBeUndefined();
});

it('a key that may not query is told so once it has proved itself, and not before', async () => {
  const { makeVerifier } = await import('@sluice/core/scram');
  const refused = await startWireWorld({
    login: async (id) => ({
      verifier: makeVerifier(password, Buffer.alloc(16, 7)),
      principal: id,
      refusal: 'a device key may only send events',
    }),
  });
  const codes: (string | undefined)[] = [];
  for (const secret of ['wrong', password])
    codes.push((await login(await refused.dial(), user, secret)).map(fieldsOf).at(-1)?.['C']);
  expect(codes).toEqual(['28P01', '42501']);
  expect(refused.seen.sessions).toBe(0);
  await refused.wire.close();
});
