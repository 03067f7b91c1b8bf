import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import type { ScramVerifier } from '../ports/directory.ts';

/** RFC 7677, section 4: at least 4096. Our secrets have 240 random bits, so more would only cost time. */
export const scramIterations = 4096;

/** The length of the salts that minting hands in, which the mock's salts must have too. 16 is what PostgreSQL uses. */
export const scramSaltBytes = 16;

export const hmac = (key: Uint8Array, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

/**
 * What is stored to verify logins with a secret (RFC 5803). Takes about a millisecond.
 * @param secret ASCII (it is not SASLprepped; SASLprep leaves printable ASCII as it is)
 * @param salt random bytes, {@link scramSaltBytes} of them
 * @throws RangeError when the secret is empty or not printable ASCII
 */
export const makeVerifier = (
  secret: string,
  salt: Uint8Array,
  iterations = scramIterations,
): ScramVerifier => {
  if (!/^[\x20-\x7e]+$/.test(secret))
    throw new RangeError(
      'a secret must be 1 or more printable ASCII characters, because it is not SASLprepped',
    );
  const salted = pbkdf2Sync(secret, salt, iterations, 32, 'sha256');
  return {
    iterations,
    salt: Buffer.from(salt).toString('base64'),
    storedKey: createHash('sha256').update(hmac(salted, 'Client Key')).digest('base64'),
    serverKey: hmac(salted, 'Server Key').toString('base64'),
  };
};

/**
 * A verifier that no proof satisfies, for a user that does not exist: the exchange goes on with it, so that an unknown user and a wrong
 * password look alike. The salt is the same at every try, as a real user's is.
 * @param serverSecret at least 16 secret bytes, the same in all processes and over restarts
 */
export const mockVerifier = (user: string, serverSecret: Uint8Array): ScramVerifier => ({
  iterations: scramIterations,
  salt: hmac(serverSecret, `salt ${user}`).subarray(0, scramSaltBytes).toString('base64'),
  storedKey: hmac(serverSecret, `stored ${user}`).toString('base64'),
  serverKey: hmac(serverSecret, `server ${user}`).toString('base64'),
});
