import { afterAll, beforeAll, expect, it } from 'vitest';
import { bind, execute, parse, query, sync } from './messages.ts';
import { lettersOf } from './talk.ts';
import { startWireWorld, type WireWorld } from './wire-world.ts';

let world: WireWorld;
const warnings: string[] = [];
const warn = (warning: Error): void => void warnings.push(warning.message);
beforeAll(async () => {
  process.on('warning', warn);
  world = await startWireWorld({ drainMs: 20 });
});
afterAll(async () => {
  await world.wire.close();
  process.off('warning', warn);
});

/** Waits until the rows that were handed out stay the same over many turns of the loop. */
const still = async (): Promise<number> => {
  for (let [last, turns] = [-1, 0]; ;) {
    await new Promise((next) => setTimeout(next, 5));
    turns = world.seen.rows === last ? turns + 1 : 0;
    last = world.seen.rows;
    if (turns === 20) return last;
  }
};

it(
  'the rows of a client that does not read are not asked for, and go on when it does',
  { timeout: 60_000 },
  async () => {
    const [rows, bytes] = [100_000, 1_000];
    const { talk } = await world.enter();
    talk.socket.pause();
    talk.say(query(`rows ${rows} ${bytes}`));
    const handedOut = await still();
    // What the sockets' buffers in the system hold (a few MB), and a portion of a thousand rows.
    expect(handedOut * bytes).toBeLessThan(20_000_000);
    talk.socket.resume();
    let received = 0;
    for (let reply = await talk.next(); reply?.letter !== 'Z'; reply = await talk.next()) {
      if (reply === undefined) break;
      received += reply.letter === 'D' ? 1 : 0;
    }
    expect(received).toBe(rows);
    expect(world.seen.rows).toBe(rows);
    expect(warnings).toEqual([]);
    talk.socket.destroy();
  },
);

it('a client that goes in the middle of a result ends it', async () => {
  const before = world.seen.rows;
  const { talk } = await world.enter();
  talk.socket.pause();
  talk.say(query('rows 10000000 1000'));
  await still();
  talk.socket.destroy();
  await expect.poll(() => world.seen.sessions).toBe(0);
  expect(world.seen.rows - before).toBeLessThan(100_000);
});

it('a client that sends and does not read is not read from either', async () => {
  const { talk } = await world.enter();
  talk.socket.pause();
  const piece = Buffer.concat([parse('', 'rows 100 1000'), bind({}), execute(''), sync]);
  const many = Buffer.concat(Array<Buffer>(1_000).fill(piece));
  const { statements } = world.seen;
  const from = statements.length;
  for (let i = 0; i < 20; i++) talk.say(many);
  await still();
  // 20,000 were sent, about 2 GB of answers.
  expect(statements.length - from).toBeLessThan(1_000);
  talk.socket.destroy();
  await expect.poll(() => world.seen.sessions).toBe(0);
});

it('a wide row is sent whole', async () => {
  const { talk } = await world.enter();
  const replies = await talk.ask(query('rows 3 5000000'));
  expect(lettersOf(replies)).toBe('TDDDCZ');
  expect(replies[1]?.body.length).toBe(5_000_000 + 6);
  talk.socket.destroy();
});
