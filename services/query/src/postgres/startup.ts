import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket, type SecureContext } from 'node:tls';
import { SqlError } from '../sql-session.ts';
import { loginMessageBytes } from './options.ts';
import { BodyReader } from './reader.ts';
import { MessageSource } from './source.ts';

const codes = { cancel: 80_877_102, ssl: 80_877_103, gss: 80_877_104 } as const;

/** A connection as its bytes are read and written now: plain, or inside TLS. */
export interface Line {
  readonly socket: Duplex;
  readonly source: MessageSource;
}

export interface Started {
  readonly kind: 'session';
  readonly parameters: ReadonlyMap<string, string>;
  /** The client asked for a newer minor version, or for options we do not have. */
  readonly negotiate: readonly string[] | undefined;
}

export interface Cancel {
  readonly kind: 'cancel';
  readonly pid: number;
  readonly secret: number;
}

/**
 * Reads what comes before a session: requests for encryption, a cancel, or the startup packet. Undefined when the client goes.
 * `onLine` is told when TLS takes the connection over.
 */
export const startUp = async (
  plain: Socket,
  first: Line,
  tls: SecureContext | undefined,
  onLine: (line: Line) => void,
): Promise<Started | Cancel | undefined> => {
  let line = first;
  for (let requests = 0; requests < 4; requests++) {
    const message = await line.source.next({ limit: loginMessageBytes, letters: undefined });
    if (message === undefined) return undefined;
    const reader = new BodyReader(message.body);
    const code = reader.int32();
    if (code === codes.cancel) return { kind: 'cancel', pid: reader.int32(), secret: reader.int32() };
    if (code !== codes.ssl && code !== codes.gss) return startOf(code, reader);
    if (code === codes.ssl && tls !== undefined && line.socket === plain) {
      line = encrypted(plain, line, tls);
      onLine(line);
    } else line.socket.write('N');
  }
  throw new SqlError('08P01', 'too many requests for encryption');
};

const encrypted = (plain: Socket, line: Line, secureContext: SecureContext): Line => {
  line.source.detach();
  plain.write('S');
  const socket = new TLSSocket(plain, { isServer: true, secureContext });
  return { socket, source: new MessageSource(socket) };
};

const startOf = (version: number, reader: BodyReader): Started => {
  if (version >> 16 !== 3)
    throw new SqlError('0A000', `protocol ${version >> 16}.${version & 0xffff} is not supported; use 3.0`);
  const parameters = new Map<string, string>();
  for (let name = reader.text(); name !== ''; name = reader.text()) parameters.set(name, reader.text());
  reader.end();
  const unknown = [...parameters.keys()].filter((name) => name.startsWith('_pq_.'));
  return {
    kind: 'session',
    parameters,
    negotiate: (version & 0xffff) > 0 || unknown.length > 0 ? unknown : undefined,
  };
};
