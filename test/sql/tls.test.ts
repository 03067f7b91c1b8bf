import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { loadOrMakeCertificate } from '@sluice/query';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gssRequest, query, sslRequest, startup } from './messages.ts';
import { lettersOf, login, saslInitial, Talk } from './talk.ts';
import { password, startWireWorld, user, type WireWorld } from './wire-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-tls-'));
let world: WireWorld;
beforeAll(async () => {
  world = await startWireWorld({ tls: await loadOrMakeCertificate(folder) });
});
afterAll(async () => {
  await world.wire.close();
  rmSync(folder, { recursive: true, force: true });
});

const encrypt = async (socket: Socket): Promise<Talk> => {
  socket.removeAllListeners('data');
  const secure = connectTls({ socket, rejectUnauthorized: false });
  await once(secure, 'secureConnect');
  return new Talk(secure);
};

const secured = async (): Promise<{ readonly talk: Talk; readonly plain: Socket }> => {
  const plain = await world.dial();
  plain.say(sslRequest);
  expect((await plain.bytes(1)).toString()).toBe('S');
  return { talk: await encrypt(plain.socket), plain: plain.socket };
};

it('a session inside TLS, its last words too', async () => {
  const { talk } = await secured();
  expect((await login(talk, user, password)).at(-1)?.letter).toBe('Z');
  expect(lettersOf(await talk.ask(query('rows 200000')))).toMatch(/^TD{200000}CZ$/);
  talk.say(Buffer.from('!\0\0\0\u0004'));
  expect(lettersOf(await talk.rest())).toBe('E');
});

it('a wrong login inside TLS is told why', async () => {
  const { talk } = await secured();
  const replies = await login(talk, user, 'another');
  expect(lettersOf(replies)).toBe('RRE');
});

it('after a refused GSS request TLS is still offered, and inside TLS it is not offered again', async () => {
  const plain = await world.dial();
  plain.say(gssRequest);
  expect((await plain.bytes(1)).toString()).toBe('N');
  plain.say(sslRequest);
  expect((await plain.bytes(1)).toString()).toBe('S');
  const talk = await encrypt(plain.socket);
  talk.say(sslRequest);
  expect((await talk.bytes(1)).toString()).toBe('N');
  talk.say(startup(user), saslInitial());
  expect((await talk.next())?.letter).toBe('R');
  talk.socket.destroy();
});

/** CVE-2021-23222: what a man in the middle puts behind the request must not be taken for the client's words inside TLS. */
it.each([
  ['a startup packet', startup(user)],
  ['one byte', Buffer.from([0])],
  ['a query', query('rows 1')],
])('%s in clear behind the request for TLS is refused, not processed', async (_, injected) => {
  const talk = await world.dial();
  const before = world.seen.statements.length;
  talk.say(sslRequest, injected);
  const said = (await talk.bytes(10_000)).toString();
  expect(said.startsWith('E')).toBe(true);
  expect(said).toContain('C08P01\0');
  expect(world.seen.statements.length).toBe(before);
});

it('what comes in clear after the S is no handshake: the connection ends', async () => {
  const talk = await world.dial();
  talk.say(sslRequest);
  expect((await talk.bytes(1)).toString()).toBe('S');
  talk.say(startup(user), saslInitial());
  const said = (await talk.bytes(10_000)).toString('latin1');
  // At most a TLS alert, and nothing of the protocol.
  expect(said === '' || said.startsWith('\u0015')).toBe(true);
  expect(await world.alive()).toBe(true);
  expect(world.faults).toEqual([]);
});

it('a client that goes during the handshake or a query leaves nothing running', async () => {
  const half = await world.dial();
  half.say(sslRequest);
  await half.bytes(1);
  half.socket.destroy();
  const { talk, plain } = await secured();
  await login(talk, user, password);
  const { cancels } = world.seen;
  talk.say(query('hang'));
  await expect.poll(() => world.seen.parameters.length).toBeGreaterThan(0);
  plain.destroy();
  await expect.poll(() => world.seen.cancels).toBe(cancels + 1);
  await expect.poll(() => world.seen.sessions).toBe(0);
});
