import type { FieldType } from '../tenant-schema/index.ts';
import { canonicalBase64 } from './base64.ts';
import { floatJson, isShortDecimal } from './float.ts';
import { integerJson, isShortInteger } from './integer.ts';
import type { ValueKind } from './kind.ts';
import { quoteValue } from './quote.ts';

/** `json` is the JSON text of the value in a staged line's `fields`; `reason` says what does not fit, for people. */
export type Converted =
  { readonly ok: true; readonly json: string } | { readonly ok: false; readonly reason: string };

const fits = (json: string): Converted => ({ ok: true, json });

const misfit = (type: FieldType, kind: ValueKind, text: string, why: string): Converted => ({
  ok: false,
  reason: `${kind} ${kind === 'number' ? text.slice(0, 80) : quoteValue(text)} is no ${type}: ${why}`,
});

const booleanJson = (text: string): string | undefined => {
  if (text === 'true' || text === 'false') return text;
  const lower = text.length <= 5 ? text.toLowerCase() : '';
  return lower === 'true' || lower === 'false' ? lower : undefined;
};

const toBoolean = (kind: ValueKind, text: string): Converted => {
  const json = booleanJson(text);
  return json === undefined ? misfit('BOOLEAN', kind, text, 'send true or false, in any case') : fits(json);
};

/** Only strings: a number or `true` may look like base64 but was not meant so. */
const toBinary = (kind: ValueKind, text: string): Converted => {
  const base64 = kind === 'string' ? canonicalBase64(text) : undefined;
  return base64 === undefined
    ? misfit('BINARY', kind, text, 'send a string of base64 (A-Z a-z 0-9 + /, padding optional)')
    : fits(`"${base64}"`);
};

const toNumber = (
  type: 'INTEGER' | 'LONG' | 'FLOAT' | 'DOUBLE',
  kind: ValueKind,
  text: string,
): Converted => {
  const result = type === 'INTEGER' || type === 'LONG' ? integerJson(type, text) : floatJson(type, text);
  return result.ok ? result : misfit(type, kind, text, result.why);
};

/**
 * Converts one value of an event to its field's type, by way of its string form (ORIGINAL 4.5, API 3). `text` is the
 * decoded string, the number as sent, `true` or `false`, or the JSON text of an object or array as sent. A value that
 * does not fit is never changed into one that does.
 *
 * @example convert('LONG', 'string', '9007199254740993') // { ok: true, json: '"9007199254740993"' }
 */
export const convert = (type: FieldType, kind: ValueKind, text: string): Converted => {
  switch (type) {
    case 'STRING':
      return fits(kind === 'number' || kind === 'boolean' ? `"${text}"` : JSON.stringify(text));
    case 'INTEGER':
    case 'LONG':
      return isShortInteger(text, type === 'INTEGER' ? 9 : 15) ? fits(text) : toNumber(type, kind, text);
    case 'DOUBLE':
      return isShortDecimal(text) ? fits(text) : toNumber(type, kind, text);
    case 'FLOAT':
      return toNumber(type, kind, text);
    case 'BOOLEAN':
      return toBoolean(kind, text);
    case 'BINARY':
      return toBinary(kind, text);
  }
};
