import { expect, it } from 'vitest';
import { bind, execute, flush, parse, query, startup, sync } from './messages.ts';
import { errorOf, lettersOf } from './talk.ts';
import { startWireWorld, user } from './wire-world.ts';

const hour = 3_600_000;

it('idle connections are told 57P01 at once, whatever the others do', async () => {
  const world = await startWireWorld({ drainMs: 200 });
  const [idle, failed, begun, silent, greeted] = [await world.enter(), await world.enter(), await world.enter(), await world.dial(), await world.dial()]; // prettier-ignore
  const busy = await world.enter();
  await failed.talk.ask(query('fail'));
  await begun.talk.ask(query('BEGIN'));
  greeted.say(startup(user));
  await greeted.next();
  busy.talk.say(query('stuck'));
  await expect.poll(() => world.seen.parameters.length).toBe(3);
  let busyEnded = false;
  const busyRest = busy.talk.rest().then((replies) => {
    busyEnded = true;
    return errorOf(replies);
  });
  const closed = world.wire.close();
  const told = await Promise.all(
    [idle.talk, failed.talk, begun.talk, silent, greeted].map((talk) => talk.rest()),
  );
  expect(told.map(errorOf)).toEqual(Array(5).fill('FATAL 57P01'));
  expect(busyEnded).toBe(false);
  expect(await busyRest).toBe('FATAL 57P01');
  await closed;
  expect(world.faults).toEqual([]);
});

it('a statement under way is answered within the deadline, then 57P01', async () => {
  const world = await startWireWorld({ drainMs: hour });
  const [simple, extended] = [await world.enter(), await world.enter()];
  simple.talk.say(query('rows 50000'));
  await simple.talk.next();
  extended.talk.say(parse('', 'rows 2'), flush);
  await extended.talk.next();
  const closed = world.wire.close();
  expect(lettersOf(await simple.talk.rest())).toMatch(/^D{50000}CZE$/);
  extended.talk.say(bind({}), execute(''), sync);
  const replies = await extended.talk.rest();
  expect([lettersOf(replies), errorOf(replies)]).toEqual(['2DDCZE', 'FATAL 57P01']);
  await closed;
});

it('past the deadline a statement is cancelled; no connection and no session is left', async () => {
  const world = await startWireWorld({ drainMs: 20 });
  const { talk } = await world.enter();
  talk.say(query('hang'));
  await expect.poll(() => world.seen.parameters.length).toBe(1);
  await world.wire.close();
  const replies = await talk.rest();
  expect([lettersOf(replies), errorOf(replies)]).toEqual(['TE', 'FATAL 57P01']);
  await expect.poll(() => [world.seen.cancels, world.seen.sessions]).toEqual([1, 0]);
});

it('a client that does not read cannot delay it, nor keep the others waiting', async () => {
  const world = await startWireWorld({ drainMs: 20 });
  const [deaf, idle] = [await world.enter(), await world.enter()];
  deaf.talk.socket.pause();
  deaf.talk.say(query('rows 10000000 1000'));
  await expect.poll(() => world.seen.rows).toBeGreaterThan(1_000);
  const closed = world.wire.close();
  expect(errorOf(await idle.talk.rest())).toBe('FATAL 57P01');
  await closed;
  await expect.poll(() => world.seen.sessions).toBe(0);
  deaf.talk.socket.destroy();
});

it('takes no more connections', async () => {
  const world = await startWireWorld();
  const { wire } = world;
  await wire.close();
  await expect(world.dial()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
