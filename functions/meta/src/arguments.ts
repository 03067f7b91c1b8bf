import { gunzipSync } from 'node:zlib';
import { Refusal, type HttpEvent } from '@sluice/core/http';

/** The arguments of a call, by name: those of the query string, and over them those of the body. */
export type Arguments = Readonly<Record<string, unknown>>;

/** Far above what any call here takes. */
const maxBytes = 65_536;

const unzipped = (bytes: Buffer, encoding: string): Buffer => {
  if (encoding === '' || encoding === 'identity') return bytes;
  if (encoding !== 'gzip')
    throw new Refusal(
      400,
      `the content-encoding ${JSON.stringify(encoding)} is not supported; send gzip or none`,
    );
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    if (error instanceof RangeError) throw new Refusal(413, `the body is larger than ${maxBytes} bytes`);
    throw new Refusal(400, 'the body is not valid gzip although content-encoding says so');
  }
};

const bodyText = (event: HttpEvent): string => {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  const plain =
    bytes.length === 0 ? bytes : unzipped(bytes, event.headers['content-encoding']?.toLowerCase() ?? '');
  if (plain.length > maxBytes) throw new Refusal(413, `the body is larger than ${maxBytes} bytes`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(plain);
  } catch {
    throw new Refusal(400, 'the body is not valid UTF-8');
  }
};

const isObject = (value: unknown): value is Arguments =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const bodyArguments = (event: HttpEvent): Arguments => {
  const text = bodyText(event);
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Refusal(400, `the body is not valid JSON: ${error instanceof Error ? error.message : ''}`);
  }
  if (!isObject(value)) throw new Refusal(400, 'the body must be a JSON object');
  return value;
};

/** Reads the arguments of a call; refuses (400, 413) a body that is no JSON object. */
export const argumentsOf = (event: HttpEvent): Arguments => ({
  ...Object.fromEntries(new URLSearchParams(event.rawQueryString)),
  ...bodyArguments(event),
});

/**
 * A text that must be there.
 * @param names the argument's name, then names that older clients send for it
 */
export const textOf = (args: Arguments, ...names: readonly string[]): string => {
  const value = names.map((name) => args[name]).find((given) => given !== undefined && given !== null);
  if (typeof value === 'string' && value !== '') return value;
  const given = value === undefined ? 'missing' : JSON.stringify(value);
  throw new Refusal(400, `${names[0] ?? ''} must be a text that is not empty, it is ${given}`);
};

/** Refuses (400) an argument that the call does not know, so that a misspelt one is not silently left out. */
export const onlyArguments = (args: Arguments, ...known: readonly string[]): void => {
  const other = Object.keys(args).find((name) => !known.includes(name));
  if (other === undefined) return;
  throw new Refusal(400, `there is no argument ${JSON.stringify(other)}; there are ${known.join(', ')}`);
};
