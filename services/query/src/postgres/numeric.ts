/** PostgreSQL's binary numeric: the number of base-10000 digits, the weight of the first, a sign, the scale shown, the digits. */
const signs = { plus: 0, minus: 0x4000, nan: 0xc000, infinity: 0xd000, minusInfinity: 0xf000 } as const;

const special: ReadonlyMap<string, number> = new Map([
  ['nan', signs.nan],
  ['infinity', signs.infinity],
  ['-infinity', signs.minusInfinity],
]);

const written = (digits: readonly number[], weight: number, sign: number, scale: number): Buffer => {
  const buffer = Buffer.alloc(8 + digits.length * 2);
  buffer.writeUInt16BE(digits.length, 0);
  buffer.writeInt16BE(weight, 2);
  buffer.writeUInt16BE(sign, 4);
  buffer.writeUInt16BE(scale, 6);
  for (const [i, digit] of digits.entries()) buffer.writeInt16BE(digit, 8 + i * 2);
  return buffer;
};

/** The binary form of a decimal text without exponent, `NaN` or `Infinity`; undefined when it is neither. */
export const numericOf = (text: string): Buffer | undefined => {
  const sign = special.get(text.toLowerCase());
  if (sign !== undefined) return written([], 0, sign, 0);
  const [, minus = '', whole = '', fraction = ''] = /^([-+]?)(\d+)(?:\.(\d*))?$/.exec(text) ?? [];
  if (whole === '') return undefined;
  const groups = (digits: string): number[] => (digits.match(/.{4}/g) ?? []).map(Number);
  const head = groups(whole.padStart(Math.ceil(whole.length / 4) * 4, '0'));
  const digits = [...head, ...groups(fraction.padEnd(Math.ceil(fraction.length / 4) * 4, '0'))];
  // PostgreSQL keeps no zeros at the ends; readers rely on that.
  const first = digits.findIndex((digit) => digit !== 0);
  if (first < 0) return written([], 0, signs.plus, fraction.length);
  const last = digits.findLastIndex((digit) => digit !== 0);
  const side = minus === '-' ? signs.minus : signs.plus;
  return written(digits.slice(first, last + 1), head.length - 1 - first, side, fraction.length);
};

/** The text of a binary numeric; undefined when the bytes are none. */
export const numericText = (bytes: Buffer): string | undefined => {
  if (bytes.length < 8 || bytes.length !== 8 + bytes.readUInt16BE(0) * 2) return undefined;
  const [weight, sign, scale] = [bytes.readInt16BE(2), bytes.readUInt16BE(4), bytes.readUInt16BE(6)];
  if (sign === signs.nan) return 'NaN';
  if (sign === signs.infinity) return 'Infinity';
  if (sign === signs.minusInfinity) return '-Infinity';
  const digits = Array.from({ length: bytes.readUInt16BE(0) }, (_, i) => bytes.readInt16BE(8 + i * 2));
  const good = (sign === signs.plus || sign === signs.minus) && scale <= 0x3fff;
  if (!good || digits.some((digit) => digit < 0 || digit > 9999)) return undefined;
  const group = (place: number): string => String(digits[weight - place] ?? 0).padStart(4, '0');
  const groups = (from: number, to: number): string =>
    Array.from({ length: Math.max(0, from - to + 1) }, (_, i) => group(from - i)).join('');
  const whole = groups(Math.max(weight, 0), 0).replace(/^0+(?=\d)/, '');
  const fraction = groups(-1, -Math.ceil(scale / 4)).slice(0, scale);
  return `${sign === signs.minus ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
};
