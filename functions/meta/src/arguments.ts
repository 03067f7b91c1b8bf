import { parseJson, readBody, Refusal, type HttpEvent } from '@sluice/core/http';

/** The arguments of a call, by name: those of the query string, and over them those of the body. */
export type Arguments = Readonly<Record<string, unknown>>;

/** Far above what any call here takes. */
const maxBytes = 65_536;

/** Ids and names are shorter: 26 and 64 characters. What is longer is nothing's name, and need not be looked up or shown. */
const maxText = 256;

const isObject = (value: unknown): value is Arguments =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const bodyArguments = (event: HttpEvent): Arguments => {
  const text = readBody(event, maxBytes);
  if (text.trim() === '') return {};
  const value = parseJson(text);
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
  if (typeof value === 'string' && value !== '' && value.length <= maxText) return value;
  const given = value === undefined ? 'missing' : JSON.stringify(value).slice(0, 100);
  throw new Refusal(
    400,
    `${names[0] ?? ''} must be a text that is not empty, of at most ${maxText} characters; it is ${given}`,
  );
};

/** Refuses (400) an argument that the call does not know, so that a misspelt one is not silently left out. */
export const onlyArguments = (args: Arguments, ...known: readonly string[]): void => {
  const other = Object.keys(args).find((name) => !known.includes(name));
  if (other === undefined) return;
  throw new Refusal(
    400,
    `there is no argument ${JSON.stringify(other.slice(0, 100))}; there are ${known.length === 0 ? 'none' : known.join(', ')}`,
  );
};
