import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScramVerifier } from '../ports/directory.ts';
import { makeVerifier, mockVerifier, parseClientFirst, serverFirst, verifyClientFinal } from './index.ts';
import type { ClientFirst } from './index.ts';

const accepted = (message: string): ClientFirst => {
  const first = parseClientFirst(message);
  if (!first.ok) throw new Error(first.message);
  return first;
};

describe('the example of RFC 7677, section 3', () => {
  const verifier = makeVerifier('pencil', Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'));
  const exchange = serverFirst(
    accepted('n,,n=user,r=rOprNGfwEbeRWgbNEkqO'),
    verifier,
    '%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0',
  );
  const unproved = 'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
  const proof = 'dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=';

  it('gives its server-first message', () => {
    expect(exchange.message).toBe(
      'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
    );
  });

  it('accepts its proof and gives its server signature', () => {
    expect(verifyClientFinal(exchange, `${unproved},p=${proof}`)).toEqual({
      ok: true,
      serverFinal: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
    });
  });

  it('denies a proof with any bit flipped', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), (bit) => {
        const bytes = Buffer.from(proof, 'base64');
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const result = verifyClientFinal(exchange, `${unproved},p=${bytes.toString('base64')}`);
        expect(result).toMatchObject({ ok: false, fault: 'denied' });
      }),
    );
  });

  it.each([
    ['another nonce', `c=biws,r=rOprNGfwEbeRWgbNEkqO,p=${proof}`],
    ['another channel binding', `${unproved.replace('biws', 'eSws')},p=${proof}`],
    ['no proof', unproved],
    ['a short proof', `${unproved},p=AAAA`],
    ['a proof that is not base64', `${unproved},p=${proof.replace('d', '!')}`],
    ['something after the proof', `${unproved},p=${proof},x=1`],
    ['an empty message', ''],
  ])('refuses %s as a protocol fault', (_, message) => {
    expect(verifyClientFinal(exchange, message)).toMatchObject({ ok: false, fault: 'protocol' });
  });
});

describe('parseClientFirst', () => {
  it('takes the empty, the starred and the escaped user', () => {
    expect(accepted('n,,n=,r=abc').user).toBe('');
    expect(accepted('y,,n=*,r=abc')).toMatchObject({ user: '*', gs2Header: 'y,,', bare: 'n=*,r=abc' });
    expect(accepted('n,,n=a=2Cb=3Dc,r=abc').user).toBe('a,b=c');
  });

  it('keeps extensions in the signed part', () => {
    expect(accepted('n,,n=u,r=abc,x=1')).toMatchObject({ clientNonce: 'abc', bare: 'n=u,r=abc,x=1' });
  });

  it.each([
    'p=tls-server-end-point,,n=u,r=abc',
    'n,a=other,n=u,r=abc',
    'z,,n=u,r=abc',
    'n,,m=1,n=u,r=abc',
    'n,,n=u=2,r=abc',
    'n,,n=u,r=',
    'n,,n=u,r=a b',
    'n,,n=u',
    'n,,r=abc',
    '',
    `n,,n=u,r=${'a'.repeat(513)}`,
  ])('refuses %j', (message) => {
    expect(parseClientFirst(message)).toMatchObject({ ok: false, fault: 'protocol' });
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parseClientFirst(text).ok === 'boolean'));
  });
});

interface ClientSession {
  response: string;
  mechanism: string;
}
/** The client of node-postgres, as an independent implementation; absent in an install without it. */
const loadClient = () => {
  try {
    return createRequire(import.meta.url)('pg/lib/crypto/sasl.js') as {
      startSession(mechanisms: string[], stream?: unknown): ClientSession;
      continueSession(
        session: ClientSession,
        password: string,
        data: string,
        stream?: unknown,
      ): Promise<void>;
      finalizeSession(session: ClientSession, data: string): void;
    };
  } catch {
    console.warn('pg/lib/crypto/sasl.js is not there: the exchange with node-postgres is not tested');
    return undefined;
  }
};
const client = loadClient();

describe.skipIf(client === undefined)('with the client of node-postgres', () => {
  const login = async (password: string, verifier: ScramVerifier, stream?: unknown) => {
    if (client === undefined) throw new Error('no client');
    const session = client.startSession(['SCRAM-SHA-256'], stream);
    const exchange = serverFirst(accepted(session.response), verifier, 'c2VydmVyLW5vbmNlLTE4Ynl0ZXM=');
    await client.continueSession(session, password, exchange.message, stream);
    const final = verifyClientFinal(exchange, session.response);
    if (final.ok) client.finalizeSession(session, final.serverFinal); // throws when our signature is wrong
    return final;
  };
  const verifier = makeVerifier('correct-horse', Buffer.alloc(16, 7));

  it('lets the right password in, without and with TLS (n,, and y,,)', async () => {
    expect(await login('correct-horse', verifier)).toMatchObject({ ok: true });
    expect(await login('correct-horse', verifier, {})).toMatchObject({ ok: true });
  });

  it('gives a wrong password and an unknown user the same answer', async () => {
    const wrong = await login('battery-staple', verifier);
    expect(wrong).toMatchObject({ ok: false, fault: 'denied' });
    expect(await login('correct-horse', mockVerifier('nobody', Buffer.alloc(32, 1)))).toEqual(wrong);
  });
});

describe('verifiers', () => {
  it('of unknown users keep their salt, differ from user to user, and have the form of real ones', () => {
    const secret = Buffer.alloc(32, 3);
    expect(mockVerifier('a', secret)).toEqual(mockVerifier('a', secret));
    expect(mockVerifier('a', secret).salt).not.toBe(mockVerifier('b', secret).salt);
    const real = makeVerifier('x', Buffer.alloc(16, 9));
    const lengths = (v: ScramVerifier) => [
      v.iterations,
      v.salt.length,
      v.storedKey.length,
      v.serverKey.length,
    ];
    expect(lengths(mockVerifier('a', secret))).toEqual(lengths(real));
  });

  it('are refused for secrets that SASLprep would change', () => {
    expect(() => makeVerifier('pass\u00adword', Buffer.alloc(16))).toThrow(/printable ASCII/);
    expect(() => makeVerifier('', Buffer.alloc(16))).toThrow(RangeError);
  });
});
