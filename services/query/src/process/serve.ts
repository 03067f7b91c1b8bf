import { SqlError } from '../sql-session.ts';
import type { Failure, Request } from '../engine/protocol.ts';

interface Envelope {
  readonly id: number;
  readonly request: Request;
}

const isEnvelope = (message: unknown): message is Envelope =>
  typeof message === 'object' && message !== null && 'id' in message && 'request' in message;

/** Answers the service's requests in a child process; ends with it. */
export const serve = (
  handle: (request: Request) => Promise<unknown>,
  failureOf: (error: unknown, request: Request) => Failure,
): void => {
  const answer = async ({ id, request }: Envelope): Promise<void> => {
    try {
      const value = await handle(request);
      process.send?.({ id, value });
    } catch (error) {
      process.send?.({ id, failure: failureOf(error, request) });
    }
  };
  process.on('message', (message: unknown) => {
    if (isEnvelope(message)) void answer(message);
  });
  process.on('disconnect', () => process.exit(0));
};

/** The settings that the service gave as the first argument. */
export const argument = (): unknown => {
  const text = process.argv[2];
  if (text === undefined) throw new SqlError('XX000', 'started without settings');
  return JSON.parse(text);
};
