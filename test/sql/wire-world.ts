import { makeVerifier } from '@sluice/core/scram';
import { startWire, type Wire, type WireOptions } from '@sluice/query';
import { fakeSession, nothingSeen, type Seen } from './fake-session.ts';
import { dial, login, type Reply } from './talk.ts';

export const user = 'USER';
export const password = 'a password of a test';

/** A wire server in front of fake sessions. */
export interface WireWorld {
  readonly wire: Wire;
  readonly seen: Seen;
  /** What the server logged as faults of ours. */
  readonly faults: string[];
  dial(): ReturnType<typeof dial>;
  /** A connection that is logged in. */
  enter(
    more?: Readonly<Record<string, string>>,
  ): Promise<{ readonly talk: Awaited<ReturnType<typeof dial>>; readonly greeting: Reply[] }>;
  /** A new connection logs in and is answered: the server lives. */
  alive(): Promise<boolean>;
}

const verifier = makeVerifier(password, Buffer.alloc(16, 7));

/** Randomness that repeats: the same session gives the same bytes. */
const sameBytes = (n: number): Uint8Array => Buffer.alloc(n, 9);

export const startWireWorld = async (options: Partial<WireOptions<string>> = {}): Promise<WireWorld> => {
  const [seen, faults] = [nothingSeen(), [] as string[]];
  const wire = await startWire<string>({
    host: '127.0.0.1',
    port: 0,
    login: async (id) => (id === user ? { verifier, principal: id } : undefined),
    open: async () => fakeSession(seen),
    mockSecret: Buffer.alloc(32, 3),
    randomBytes: sameBytes,
    log: (message, error) => faults.push(`${message}: ${String(error)}`),
    ...options,
  });
  const enter: WireWorld['enter'] = async (more = {}) => {
    const talk = await dial(wire.port);
    return { talk, greeting: await login(talk, user, password, more) };
  };
  return {
    wire,
    seen,
    faults,
    dial: () => dial(wire.port),
    enter,
    alive: async () => {
      const { talk, greeting } = await enter();
      talk.socket.destroy();
      return greeting.at(-1)?.letter === 'Z';
    },
  };
};
