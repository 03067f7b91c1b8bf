import { createHash, timingSafeEqual } from 'node:crypto';
import type { ScramVerifier } from '../ports/directory.ts';
import { protocolFault, type ClientFirst, type ScramFault } from './client-first.ts';
import { hmac } from './verifier.ts';

/** What the server keeps between the two messages of a client. */
export interface ScramExchange {
  readonly verifier: ScramVerifier;
  readonly clientFirst: ClientFirst;
  /** Client's and server's nonce together. */
  readonly nonce: string;
  /** The server-first-message, to be sent. */
  readonly message: string;
}

export interface ClientFinal {
  readonly ok: true;
  /** The server-final-message, `v=…`, to be sent: it proves to the client that we know its secret's verifier. */
  readonly serverFinal: string;
}

/**
 * Answers the client's first message; send the `message` of what it returns.
 * @param serverNonce fresh for each exchange, at least 18 random bytes in base64 (no comma)
 */
export const serverFirst = (
  clientFirst: ClientFirst,
  verifier: ScramVerifier,
  serverNonce: string,
): ScramExchange => {
  const nonce = clientFirst.clientNonce + serverNonce;
  const message = `r=${nonce},s=${verifier.salt},i=${verifier.iterations}`;
  return { verifier, clientFirst, nonce, message };
};

const proofBytes = 32;

/** `c=…,r=…[,extensions],p=…`, cut before the proof, which must be last and canonical base64 of 32 bytes. */
const splitProof = (message: string) => {
  const at = message.lastIndexOf(',p=');
  const text = message.slice(at + 3);
  const proof = Buffer.from(text, 'base64');
  const good = at >= 0 && proof.length === proofBytes && proof.toString('base64') === text;
  return good ? { unproved: message.slice(0, at), proof } : undefined;
};

const formFault = (unproved: string, exchange: ScramExchange): string | undefined => {
  const [binding, nonce] = unproved.split(',');
  const header = Buffer.from(exchange.clientFirst.gs2Header).toString('base64');
  if (binding !== `c=${header}`) return 'the channel binding differs from the one of the first message';
  return nonce === `r=${exchange.nonce}` ? undefined : 'the nonce differs from the one of the first messages';
};

/**
 * Checks the client's final message. The same work is done for a mock verifier, so the time tells nothing either.
 * @returns the final message to send, or a fault: `protocol` for a malformed message, `denied` for a wrong proof
 */
export const verifyClientFinal = (exchange: ScramExchange, message: string): ClientFinal | ScramFault => {
  const parts = splitProof(message);
  if (parts === undefined)
    return protocolFault(
      'malformed client-final-message: p= with a proof of 32 bytes in base64 must be last',
    );
  const fault = formFault(parts.unproved, exchange);
  if (fault !== undefined) return protocolFault(fault);
  const { verifier } = exchange;
  const signed = `${exchange.clientFirst.bare},${exchange.message},${parts.unproved}`;
  const storedKey = Buffer.from(verifier.storedKey, 'base64');
  const signature = hmac(storedKey, signed);
  const clientKey = Buffer.from(parts.proof.map((byte, i) => byte ^ (signature[i] ?? 0)));
  const serverFinal = `v=${hmac(Buffer.from(verifier.serverKey, 'base64'), signed).toString('base64')}`;
  if (timingSafeEqual(createHash('sha256').update(clientKey).digest(), storedKey))
    return { ok: true, serverFinal };
  return { ok: false, fault: 'denied', message: 'password authentication failed' };
};
