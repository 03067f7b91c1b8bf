/** Messages of a client, written by hand: what no driver sends has to be written too. */
export const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value | 0);
  return bytes;
};

export const int16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE((value << 16) >> 16);
  return bytes;
};

export const zero = (text: string): Buffer => Buffer.from(`${text}\0`);

export const message = (letter: string, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(letter), int32(body.length + 4), body]);
};

/** A packet without a letter: what comes first. */
export const packet = (code: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat([int32(code), ...parts]);
  return Buffer.concat([int32(body.length + 4), body]);
};

export const protocol3 = 3 << 16;
export const startup = (
  user: string,
  more: Readonly<Record<string, string>> = {},
  version = protocol3,
): Buffer =>
  packet(
    version,
    ...Object.entries({ user, ...more }).flatMap(([name, value]) => [zero(name), zero(value)]),
    Buffer.alloc(1),
  );
export const sslRequest = packet(80_877_103);
export const gssRequest = packet(80_877_104);
export const cancelRequest = (pid: number, secret: number): Buffer =>
  packet(80_877_102, int32(pid), int32(secret));

export const query = (sql: string): Buffer => message('Q', zero(sql));
export const sync = message('S');
export const flush = message('H');
export const terminate = message('X');
export const parse = (name: string, sql: string, oids: readonly number[] = []): Buffer =>
  message('P', zero(name), zero(sql), int16(oids.length), ...oids.map(int32));
export const describeStatement = (name: string): Buffer => message('D', Buffer.from('S'), zero(name));
export const describePortal = (name: string): Buffer => message('D', Buffer.from('P'), zero(name));
export const execute = (portal: string, rows = 0): Buffer => message('E', zero(portal), int32(rows));
export const closeStatement = (name: string): Buffer => message('C', Buffer.from('S'), zero(name));

const value = (bytes: Buffer | string | null): Buffer =>
  bytes === null ? int32(-1) : Buffer.concat([int32(Buffer.from(bytes).length), Buffer.from(bytes)]);

const list = (items: readonly Buffer[]): Buffer => Buffer.concat([int16(items.length), ...items]);

export interface BindParts {
  readonly portal?: string;
  readonly statement?: string;
  readonly formats?: readonly number[];
  readonly values?: readonly (Buffer | string | null)[];
  readonly results?: readonly number[];
}

export const bind = ({
  portal = '',
  statement = '',
  formats = [],
  values = [],
  results = [],
}: BindParts): Buffer =>
  message(
    'B',
    zero(portal),
    zero(statement),
    list(formats.map(int16)),
    list(values.map(value)),
    list(results.map(int16)),
  );
