/** SCRAM-SHA-256 (RFC 5802, RFC 7677) for SQL logins: the verifier that is stored, and the server's side of the exchange. */
export { makeVerifier, mockVerifier, scramIterations, scramSaltBytes } from './verifier.ts';
export { parseClientFirst, type ClientFirst, type ScramFault } from './client-first.ts';
export { serverFirst, verifyClientFinal, type ClientFinal, type ScramExchange } from './exchange.ts';
