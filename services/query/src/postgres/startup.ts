import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext, TLSSocket } from 'node:tls';
import { SqlError } from '../sql-session.ts';
import { loginMessageBytes } from './options.ts';
import { BodyReader } from './reader.ts';
import { MessageSource } from './source.ts';

const codes = { cancel: 80_877_102, ssl: 80_877_103, gss: 80_877_104 } as const;

export interface Started {
  readonly kind: 'session';
  readonly socket: Duplex;
  readonly source: MessageSource;
  readonly parameters: ReadonlyMap<string, string>;
  /** The client asked for a newer minor version, or for options we do not have. */
  readonly negotiate: readonly string[] | undefined;
}

export interface Cancel {
  readonly kind: 'cancel';
  readonly pid: number;
  readonly secret: number;
}

/** Reads what comes before a session: requests for encryption, a cancel, or the startup packet. Undefined when the client goes. */
export const startUp = async (
  plain: Socket,
  tls: { readonly key: string; readonly cert: string } | undefined,
): Promise<Started | Cancel | undefined> => {
  let socket: Duplex = plain;
  let source = new MessageSource(socket);
  for (let requests = 0; requests < 4; requests++) {
    const message = await source.next(loginMessageBytes, false);
    if (message === undefined) return undefined;
    const reader = new BodyReader(message.body);
    const code = reader.int32();
    if (code === codes.cancel) return { kind: 'cancel', pid: reader.int32(), secret: reader.int32() };
    if (code !== codes.ssl && code !== codes.gss) return startOf(code, reader, socket, source);
    if (code === codes.ssl && tls !== undefined && socket === plain) {
      source.detach();
      plain.write('S');
      socket = new TLSSocket(plain, { isServer: true, secureContext: createSecureContext(tls) });
      source = new MessageSource(socket);
    } else socket.write('N');
  }
  throw new SqlError('08P01', 'too many requests for encryption');
};

const startOf = (version: number, reader: BodyReader, socket: Duplex, source: MessageSource): Started => {
  if (version >> 16 !== 3)
    throw new SqlError('0A000', `protocol ${version >> 16}.${version & 0xffff} is not supported; use 3.0`);
  const parameters = new Map<string, string>();
  for (let name = reader.text(); name !== ''; name = reader.text()) parameters.set(name, reader.text());
  const unknown = [...parameters.keys()].filter((name) => name.startsWith('_pq_.'));
  return {
    kind: 'session',
    socket,
    source,
    parameters,
    negotiate: (version & 0xffff) > 0 || unknown.length > 0 ? unknown : undefined,
  };
};
