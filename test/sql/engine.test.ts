import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, startInstanceWorld, type InstanceWorld } from './instance-world.ts';
import { bind, cancelRequest, execute, parse, query, sync } from './messages.ts';
import { cancelKey, dial, errorOf, lettersOf, login, valuesOf, type Talk } from './talk.ts';

let instance: InstanceWorld;
let talk: Talk;
let key: ReturnType<typeof cancelKey>;
beforeAll(async () => {
  instance = await startInstanceWorld();
  const { port, user, password } = instance.connection;
  talk = await dial(port);
  key = cancelKey(await login(talk, user, password));
}, 60_000);
afterAll(async () => {
  talk.socket.destroy();
  await instance.world.close();
}, 60_000);

describe('cancelling the engine', () => {
  const cancel = async (secret: number): Promise<void> => {
    const other = await dial(instance.connection.port);
    other.say(cancelRequest(key.pid, secret));
    await other.rest();
  };

  it('the right key stops a long result with 57014, a wrong one does not', async () => {
    talk.say(query('select n from range(100000000000) t(n)'));
    for (let rows = 0; rows < 2_000; rows++) await talk.next();
    await cancel(key.secret ^ 1);
    for (let rows = 0; rows < 20_000; rows++) expect((await talk.next())?.letter).toBe('D');
    await cancel(key.secret);
    expect(errorOf(await talk.until('Z'))).toBe('ERROR 57014');
    await cancel(key.secret);
    expect(lettersOf(await talk.ask(query('select 1')))).toBe('TDCZ');
  });

  it('a statement that gives no rows yet is stopped as well', async () => {
    talk.say(query('select count(*) from range(100000000000) t(n) where n % 7 = 3'));
    const heard = talk.until('Z');
    const state = { done: false };
    const ended = heard.then(() => (state.done = true));
    // The first ones may come before the statement is there; then they do nothing.
    while (!state.done) await cancel(key.secret);
    await ended;
    expect(errorOf(await heard)).toBe('ERROR 57014');
  });
});

/** What the engine makes of a parameter in binary. */
const heard = async (oid: number, sql: string, hex: string): Promise<string> => {
  const values = [Buffer.from(hex, 'hex')];
  const replies = await talk.ask(parse('', sql, [oid]), bind({ formats: [1], values }), execute(''), sync);
  const row = replies.find(({ letter }) => letter === 'D');
  return row === undefined ? errorOf(replies) : valuesOf(row).join();
};

describe('parameters at the ends of their types', () => {
  it.each([
    ['a timestamp before Christ', 1114, 'select $1', 'ff1ad9977bfcc000', '0045-01-29 (BC) 05:20:00'],
    ['a timestamp without end', 1114, 'select $1', '7fffffffffffffff', 'infinity'],
    ['a uuid', 2950, 'select $1', '00112233445566778899aabbccddeeff', '00112233-4455-6677-8899-aabbccddeeff'],
    ['a numeric beside an integer is not rounded', 1700, 'select 2 > $1', '000200000000000100011388', 't'],
    ['bytes of no declared type', 0, `select timestamp from kinds where "binary" = $1`, '00ff', String(at)],
    ['a timestamp beyond all years', 1114, 'select $1', '7ffffffffffffffe', 'ERROR 22P03'],
    ['text that is not UTF-8', 25, 'select $1', 'ff', 'ERROR 22021'],
  ])('%s', async (_, oid, sql, hex, told) => {
    expect(await heard(oid, sql, hex)).toBe(told);
  });
});
