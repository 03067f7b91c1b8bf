import { afterAll, beforeAll, expect, it } from 'vitest';
import { bind, cancelRequest, execute, parse, query, sync } from './messages.ts';
import { cancelKey, errorOf, lettersOf } from './talk.ts';
import { startWireWorld, type WireWorld } from './wire-world.ts';

let world: WireWorld;
beforeAll(async () => {
  world = await startWireWorld();
});
afterAll(() => world.wire.close());

/** Sends a cancel; resolves when the server closed that connection, without a word. */
const cancel = async (pid: number, secret: number): Promise<void> => {
  const talk = await world.dial();
  talk.say(cancelRequest(pid, secret));
  expect(await talk.rest()).toEqual([]);
};

const running = async (sql: string) => {
  const entered = await world.enter();
  const { length } = world.seen.parameters;
  entered.talk.say(query(sql));
  await expect.poll(() => world.seen.parameters.length).toBe(length + 1);
  return { talk: entered.talk, ...cancelKey(entered.greeting) };
};

it('the right key cancels with 57014, and the session goes on', async () => {
  const { talk, pid, secret } = await running('hang');
  await cancel(pid, secret);
  expect(errorOf(await talk.until('Z'))).toBe('ERROR 57014');
  expect(lettersOf(await talk.ask(query('rows 1')))).toBe('TDCZ');
  talk.socket.destroy();
});

it('a wrong key, another’s process and an unknown one do nothing', async () => {
  const [one, other] = [await running('hang'), await running('hang')];
  const { cancels } = world.seen;
  await cancel(one.pid, one.secret ^ 1);
  await cancel(99_999, one.secret);
  await cancel(-1, 0);
  expect(world.seen.cancels).toBe(cancels);
  await cancel(other.pid, other.secret);
  expect(errorOf(await other.talk.until('Z'))).toBe('ERROR 57014');
  expect(world.seen.cancels).toBe(cancels + 1);
  for (const { talk } of [one, other]) talk.socket.destroy();
});

it('after the end of a statement, and of the session, it does nothing', async () => {
  const { talk, greeting } = await world.enter();
  const { pid, secret } = cancelKey(greeting);
  await talk.ask(query('rows 1'));
  const { cancels } = world.seen;
  await cancel(pid, secret);
  expect(lettersOf(await talk.ask(query('rows 2')))).toBe('TDDCZ');
  await talk.ask(query('BEGIN'));
  expect(lettersOf(await talk.ask(parse('', 'rows 3'), bind({ portal: 'p' }), execute('p', 1), sync))).toBe(
    '12DsZ',
  );
  await cancel(pid, secret);
  expect(lettersOf(await talk.ask(execute('p'), sync))).toBe('DDCZ');
  talk.socket.destroy();
  await expect.poll(() => world.seen.open).toBe(0);
  await cancel(pid, secret);
  expect(world.seen.cancels).toBe(cancels);
});

it('a result on its way is cancelled between its portions too, where no engine is asked', async () => {
  const { talk, greeting } = await world.enter();
  const { pid, secret } = cancelKey(greeting);
  talk.say(query('rows 100000000 100'));
  for (let rows = 0; rows < 5_000; rows++) await talk.next();
  await cancel(pid, secret);
  const replies = await talk.until('Z');
  expect(errorOf(replies)).toBe('ERROR 57014');
  talk.socket.destroy();
});
