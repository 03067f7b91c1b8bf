/** `negative` with `digits` that have no leading zeros (`0` itself has none, and no sign). */
interface Integer {
  readonly negative: boolean;
  readonly digits: string;
}

const integerForm = /^[+-]?[0-9]+$/;

/** Digits with an optional sign, as Java's Integer.parseInt and Long.parseLong take them; undefined for anything else. */
const readInteger = (text: string): Integer | undefined => {
  if (!integerForm.test(text)) return undefined;
  const sign = text.charCodeAt(0);
  const digits = text.replace(/^[+-]?0*(?=\d)/, '');
  return { negative: sign === 45 && digits !== '0', digits };
};

/** Compares digits without leading zeros as numbers. */
const exceeds = (digits: string, limit: string): boolean =>
  digits.length > limit.length || (digits.length === limit.length && digits > limit);

/** True for a canonical JSON integer of at most so many digits (9 are in the range of INTEGER, 15 safe in LONG): the common case, kept as sent. */
export const isShortInteger = (text: string, most: number): boolean => {
  const start = text.charCodeAt(0) === 45 ? 1 : 0;
  const length = text.length - start;
  if (length < 1 || length > most || (text.charCodeAt(start) === 48 && (length > 1 || start === 1)))
    return false;
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return true;
};

type IntegerResult =
  { readonly ok: true; readonly json: string } | { readonly ok: false; readonly why: string };

const limits = {
  INTEGER: { positive: '2147483647', negative: '2147483648', range: '-2147483648 to 2147483647' },
  LONG: {
    positive: '9223372036854775807',
    negative: '9223372036854775808',
    range: '-9223372036854775808 to 9223372036854775807',
  },
} as const;

/** 2^53 - 1: beyond it a JSON number loses digits in most readers, so it travels as a string. */
const safe = '9007199254740991';

/** The JSON of an integer of 32 (INTEGER) or 64 bits (LONG); beyond 2^53 - 1 a string of its digits. */
export const integerJson = (type: 'INTEGER' | 'LONG', text: string): IntegerResult => {
  const value = readInteger(text);
  if (value === undefined)
    return { ok: false, why: 'send digits with an optional sign, no fraction or exponent' };
  const limit = limits[type];
  if (exceeds(value.digits, value.negative ? limit.negative : limit.positive)) {
    return { ok: false, why: `the range is ${limit.range}` };
  }
  const written = value.negative ? `-${value.digits}` : value.digits;
  return { ok: true, json: exceeds(value.digits, safe) ? `"${written}"` : written };
};
