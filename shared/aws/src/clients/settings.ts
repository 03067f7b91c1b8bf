import { NodeHttpHandler } from '@smithy/node-http-handler';

export interface ClientSettings {
  /** How often a call is sent at most, with the SDK's jittered pauses in between. @default 4 */
  readonly attempts?: number;
  /** A call without an answer after this time is taken for lost, ms. @default 5,000 */
  readonly answerMs?: number;
}

const agent = { keepAlive: true, maxSockets: 64 };

/**
 * Settings of a client: attempts, time-outs, and sockets that are kept. Regions, credentials and endpoints are the SDK's to find (in
 * Lambda from the environment). HTTP/1.1 for all: the Kinesis client would take HTTP/2, one session for all calls, which emulators lack.
 */
export const clientSettings = ({ attempts = 4, answerMs = 5_000 }: ClientSettings = {}) => ({
  maxAttempts: attempts,
  retryMode: 'standard' as const,
  requestHandler: new NodeHttpHandler({
    connectionTimeout: 1_000,
    requestTimeout: answerMs,
    // Without this the SDK only logs that the time was over, and waits on.
    throwOnRequestTimeout: true,
    httpAgent: agent,
    httpsAgent: agent,
  }),
});

/** For clients whose adapter sends again by itself, only what failed: the SDK's attempts would multiply with its own. */
export const oneAttempt = () => clientSettings({ attempts: 1 });

/** The first call makes it, all others give the same. */
export const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};
