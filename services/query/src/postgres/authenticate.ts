import {
  mockVerifier,
  parseClientFirst,
  serverFirst,
  verifyClientFinal,
  type ScramFault,
} from '@sluice/core/scram';
import { SqlError } from '../sql-session.ts';
import { loginMessageBytes, type WireOptions } from './options.ts';
import { BodyReader } from './reader.ts';
import type { MessageSource } from './source.ts';
import type { MessageWriter } from './writer.ts';

const mechanism = 'SCRAM-SHA-256';

/**
 * The SASL exchange. A user that does not exist goes through the same steps as a wrong password and fails in the same words.
 * @returns the principal; undefined when the client goes
 */
export const authenticate = async <Principal>(
  user: string,
  negotiate: readonly string[] | undefined,
  source: MessageSource,
  writer: MessageWriter,
  options: WireOptions<Principal>,
): Promise<Principal | undefined> => {
  const login = await options.login(user);
  if (negotiate !== undefined) writeNegotiation(writer, negotiate);
  writer.begin('R').int32(10).text(mechanism).byte(0).end();
  await writer.flush();
  const first = await passwordMessage(source);
  if (first === undefined) return undefined;
  const chosen = first.text();
  if (chosen !== mechanism)
    throw new SqlError('28000', `the mechanism ${JSON.stringify(chosen)} is not offered; use ${mechanism}`);
  const clientFirst = parseClientFirst(first.bytes(first.int32()).toString('utf8'));
  if (!clientFirst.ok) throw faultOf(clientFirst, user);
  const nonce = Buffer.from(options.randomBytes(18)).toString('base64');
  const exchange = serverFirst(clientFirst, login?.verifier ?? mockVerifier(user, options.mockSecret), nonce);
  writer.begin('R').int32(11).bytes(Buffer.from(exchange.message)).end();
  await writer.flush();
  const second = await passwordMessage(source);
  if (second === undefined) return undefined;
  const verdict = verifyClientFinal(exchange, second.rest().toString('utf8'));
  if (!verdict.ok) throw faultOf(verdict, user);
  if (login === undefined) throw denied(user);
  if (login.refusal !== undefined) throw new SqlError('42501', login.refusal);
  writer.begin('R').int32(12).bytes(Buffer.from(verdict.serverFinal)).end();
  writer.begin('R').int32(0).end();
  return login.principal;
};

/** The newest version we speak, and what was asked for and is unknown. PostgreSQL writes the whole version, and libpq 18 reads it so. */
const writeNegotiation = (writer: MessageWriter, unknown: readonly string[]): void => {
  writer
    .begin('v')
    .int32(3 << 16)
    .int32(unknown.length);
  for (const name of unknown) writer.text(name);
  writer.end();
};

const passwordMessage = async (source: MessageSource): Promise<BodyReader | undefined> => {
  const message = await source.next({ limit: loginMessageBytes, letters: 'p' });
  return message && new BodyReader(message.body);
};

const denied = (user: string): SqlError =>
  new SqlError('28P01', `password authentication failed for user "${user}"`);

const faultOf = (fault: ScramFault, user: string): SqlError =>
  fault.fault === 'denied' ? denied(user) : new SqlError('08P01', fault.message);
