const floatForm = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

/**
 * True for a JSON number that is its own shortest form already: at most 15 digits (so that no two of them are one
 * double), no exponent, no zero at the end of a fraction, and not so small that ECMAScript writes an exponent.
 */
export const isShortDecimal = (text: string): boolean => {
  const start = text.charCodeAt(0) === 45 ? 1 : 0;
  const length = text.length;
  if (length - start > 16 || length === start) return false;
  let point = -1;
  for (let i = start; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code === 46 && point < 0 && i > start) point = i;
    else if (code < 48 || code > 57) return false;
  }
  const leadingZero = text.charCodeAt(start) === 48;
  if (point < 0) return length - start <= 15 && !(leadingZero && (start === 1 || length > 1));
  const last = text.charCodeAt(length - 1);
  // 0.0…: maybe an exponent, maybe zero; the general way decides.
  return (
    last !== 48 && last !== 46 && !(leadingZero && (point !== start + 1 || text.charCodeAt(point + 1) === 48))
  );
};

const surroundingBlanks = /^[\0-\x20]+|[\0-\x20]+$/g;

/** As Java's String.trim: all characters up to the blank. Looking first spares the common case the replacement. */
const trim = (text: string): string =>
  text.charCodeAt(0) <= 32 || text.charCodeAt(text.length - 1) <= 32
    ? text.replaceAll(surroundingBlanks, '')
    : text;

type FloatResult =
  { readonly ok: true; readonly json: string } | { readonly ok: false; readonly why: string };

const refusal = (trimmed: string): string =>
  /^[+-]?(?:NaN|Infinity)$/.test(trimmed)
    ? 'only finite numbers can be stored'
    : 'send a decimal number such as 21.5 or 2.15e1';

/**
 * The JSON of a floating-point number, as Java's Double.parseDouble takes it after trimming, in ECMAScript's shortest
 * form. Hexadecimal forms, the suffixes f and d, NaN and infinities are refused. FLOAT is rounded to 32 bits first.
 */
export const floatJson = (type: 'FLOAT' | 'DOUBLE', text: string): FloatResult => {
  const trimmed = trim(text);
  if (!floatForm.test(trimmed)) return { ok: false, why: refusal(trimmed) };
  const value = type === 'FLOAT' ? Math.fround(Number(trimmed)) : Number(trimmed);
  if (!Number.isFinite(value)) {
    return {
      ok: false,
      why: `it is beyond the largest ${type}, ${type === 'FLOAT' ? '3.4028235e38' : '1.7976931348623157e308'}`,
    };
  }
  return { ok: true, json: String(value) };
};
