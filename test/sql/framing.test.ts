import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bind,
  describePortal,
  execute,
  message,
  parse,
  query,
  startup,
  sync,
  terminate,
} from './messages.ts';
import { clientFirst, lettersOf, saslInitial, scramFinal, type Talk } from './talk.ts';
import { password, startWireWorld, user, type WireWorld } from './wire-world.ts';

let world: WireWorld;
beforeAll(async () => {
  world = await startWireWorld();
});
afterAll(() => world.wire.close());

/** A session from startup to terminate. The challenge is always the same here, so all of it can be said without listening. */
const script = async (): Promise<Buffer> => {
  const talk = await world.dial();
  talk.say(startup(user, { application_name: 'framing' }), saslInitial());
  await talk.next();
  const challenge = (await talk.next())?.body.subarray(4).toString() ?? '';
  talk.socket.destroy();
  return Buffer.concat([
    startup(user, { application_name: 'framing' }),
    saslInitial(),
    message('p', Buffer.from(scramFinal(clientFirst, challenge, password))),
    query('rows 3; selec 1'),
    parse('', 'echo 2', [23, 0]),
    bind({ formats: [1, 0], values: [Buffer.from([0, 0, 0, 42]), 'ø'], results: [0] }),
    describePortal(''),
    execute(''),
    sync,
    terminate,
  ]);
};

/** All that the server says; without the process id, which is another for each connection. */
const answered = async (talk: Talk): Promise<string> => {
  const replies = await talk.rest();
  const bytes = replies.map(({ letter, body }) => letter + (letter === 'K' ? '' : body.toString('hex')));
  return `${lettersOf(replies)}\n${bytes.join('\n')}`;
};

describe('a session is answered the same however its bytes are cut', () => {
  const cut = async (pieces: readonly Buffer[]): Promise<string> => {
    const talk = await world.dial();
    talk.socket.setNoDelay(true);
    const answer = answered(talk);
    for (const piece of pieces) {
      await new Promise<void>((sent) => void talk.socket.write(piece, () => sent()));
      // Lets the server read this piece before the next is sent.
      await new Promise((next) => setImmediate(next));
    }
    return answer;
  };

  it('whole, in two at every byte, and byte by byte', { timeout: 120_000 }, async () => {
    const bytes = await script();
    const whole = await cut([bytes]);
    expect(whole.split('\n')[0]).toBe('RRRRSSSSSSSSSSSSKZTDDDCEZ12TDCZ');
    for (let at = 1; at < bytes.length; at++)
      expect(await cut([bytes.subarray(0, at), bytes.subarray(at)]), `cut at ${at}`).toBe(whole);
    expect(await cut([...bytes].map((byte) => Buffer.from([byte])))).toBe(whole);
    expect(world.faults).toEqual([]);
  });
});
