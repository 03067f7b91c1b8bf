import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  bind,
  cancelRequest,
  closeStatement,
  describePortal,
  describeStatement,
  execute,
  flush,
  gssRequest,
  int32,
  message,
  packet,
  parse,
  query,
  sslRequest,
  startup,
  sync,
  terminate,
  zero,
} from './messages.ts';
import { lettersOf, login, saslInitial, type Talk } from './talk.ts';
import { password, startWireWorld, user, type WireWorld } from './wire-world.ts';

// The same cases in each run; another seed is for a night.
const seeded = { seed: 20_261_123, numRuns: 300 } as const;

let world: WireWorld;
let bystander: Talk;
beforeAll(async () => {
  world = await startWireWorld();
  bystander = (await world.enter()).talk;
});
afterAll(() => world.wire.close());

const bytes = (most: number) => fc.uint8Array({ maxLength: most }).map((some) => Buffer.from(some));

/** Bytes with some of them changed, left out or put in. */
const mutated = (valid: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> =>
  fc
    .tuple(valid, fc.array(fc.tuple(fc.nat(), fc.nat(2), fc.nat(255)), { minLength: 1, maxLength: 4 }))
    .map(([from, changes]) => {
      const some = [...from];
      for (const [at, kind, byte] of changes)
        some.splice(at % (some.length + 1), kind === 2 ? 0 : 1, ...(kind === 1 ? [] : [byte]));
      return Buffer.from(some);
    });

const first = fc.constantFrom(
  startup(user),
  startup(user, { '_pq_.x': '1', options: '-c statement_timeout=1' }, (3 << 16) | 2),
  startup('NOBODY'),
  sslRequest,
  gssRequest,
  cancelRequest(1, 1),
  packet(3 << 16, zero('user')),
);
const passwords = fc.constantFrom(
  saslInitial(),
  saslInitial('PLAIN'),
  message('p', Buffer.from('c=biws,r=x,p=AAAA')),
);
const name = fc.constantFrom('', 's', 'p');
const value = fc.oneof(fc.constant(null), bytes(20));
const codes = fc.array(fc.constantFrom(0, 1, 2, -1), { maxLength: 4 });
const oid = fc.constantFrom(
  0,
  16,
  17,
  20,
  21,
  23,
  25,
  114,
  700,
  701,
  1082,
  1083,
  1114,
  1184,
  1700,
  2950,
  99_999,
);
const sql = fc.constantFrom('rows 3', 'echo 1', 'echo 3', 'fail', 'selec 1', 'BEGIN', 'COMMIT', '', ';', 'rows 2; fail; rows 1'); // prettier-ignore
const valid = fc.oneof(
  sql.map(query),
  fc.tuple(name, sql, fc.array(oid, { maxLength: 4 })).map(([to, text, oids]) => parse(to, text, oids)),
  fc
    .record({
      portal: name,
      statement: name,
      formats: codes,
      values: fc.array(value, { maxLength: 4 }),
      results: codes,
    })
    .map(bind),
  fc.tuple(name, fc.integer()).map(([portal, rows]) => execute(portal, rows)),
  name.map(describePortal),
  name.map(describeStatement),
  name.map(closeStatement),
  fc.constantFrom(sync, flush, message('d', zero('x')), message('c'), message('f', zero('x'))),
);
const anyMessage = fc
  .tuple(fc.constantFrom(...'Q P B D E C H S F X d c f p ! Z'.split(' ')), bytes(40))
  .map(([letter, body]) => message(letter, body));
const headed = fc
  .tuple(fc.nat(255), fc.integer(), bytes(20))
  .map(([letter, length, body]) => Buffer.concat([Buffer.from([letter]), int32(length), body]));

const several = (one: fc.Arbitrary<Buffer>, most = 8): fc.Arbitrary<Buffer> =>
  fc.array(one, { minLength: 1, maxLength: most }).map((all) => Buffer.concat(all));

/** Whatever was said: the server ends this connection once the client does, keeps nothing, and serves the others. */
const survives = async (talk: Talk, said: Buffer): Promise<void> => {
  talk.say(said);
  talk.socket.end();
  await talk.bytes(Number.POSITIVE_INFINITY);
  await expect.poll(() => [world.seen.sessions, world.seen.open], { interval: 1 }).toEqual([1, 0]);
  expect(lettersOf(await bystander.ask(query('rows 1')))).toBe('TDCZ');
  expect(world.faults).toEqual([]);
};

it.each<readonly [string, fc.Arbitrary<Buffer>]>([
  ['random bytes', bytes(200)],
  ['changed first packets', several(fc.oneof(mutated(first), first), 3)],
  ['changed passwords', fc.tuple(first, mutated(passwords), passwords).map((all) => Buffer.concat(all))],
])('before the login: %s', { timeout: 120_000 }, async (_, said) => {
  await fc.assert(
    fc.asyncProperty(said, async (some) => survives(await world.dial(), some)),
    seeded,
  );
  expect(await world.alive()).toBe(true);
});

it.each<readonly [string, fc.Arbitrary<Buffer>]>([
  ['random bytes', bytes(200)],
  ['lengths that lie', headed],
  ['messages of any body', several(anyMessage)],
  ['valid messages in any order', several(valid, 20)],
  ['changed messages', several(fc.oneof(mutated(valid), valid))],
])('after the login: %s', { timeout: 120_000 }, async (_, said) => {
  await fc.assert(
    fc.asyncProperty(said, async (some) => {
      const talk = await world.dial();
      await login(talk, user, password);
      await survives(talk, some);
    }),
    seeded,
  );
  expect(await world.alive()).toBe(true);
});

it('each error of valid messages in any order is answered, and Sync makes it ready again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(valid, { maxLength: 20 }), async (said) => {
      const { talk } = await world.enter();
      talk.say(...said, sync, query('ROLLBACK'), query('rows 1'), terminate);
      expect(lettersOf(await talk.rest())).toMatch(/ZCZTDCZ$/);
    }),
    seeded,
  );
});
