import { Refusal, type HttpEvent } from '@sluice/core/http';

/** `+` is a space, as forms and URLSearchParams write it; a plus sign is sent as `%2B`. */
const decode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new Refusal(
      400,
      `the query string has ${JSON.stringify(text.slice(0, 100))}, which is not percent-encoded UTF-8`,
    );
  }
};

const take = (taken: Map<string, string>, pair: string, known: readonly string[]): void => {
  const cut = pair.indexOf('=');
  const name = decode(cut < 0 ? pair : pair.slice(0, cut));
  if (!known.includes(name))
    throw new Refusal(
      400,
      `there is no query parameter ${JSON.stringify(name.slice(0, 100))}; there are ${known.join(', ')}`,
    );
  if (taken.has(name)) throw new Refusal(400, `the query parameter ${name} is given twice`);
  taken.set(name, cut < 0 ? '' : decode(pair.slice(cut + 1)));
};

/**
 * The query parameters by name. Strict, so that a misspelt name is not silently left out.
 * @throws Refusal 400 for a parameter that is unknown, given twice, or not percent-encoded UTF-8
 */
export const readQuery = (event: HttpEvent, ...known: readonly string[]): ReadonlyMap<string, string> => {
  const taken = new Map<string, string>();
  for (const pair of event.rawQueryString.split('&')) if (pair !== '') take(taken, pair, known);
  return taken;
};

/** A query parameter that must be there. Throws Refusal 400 when it is missing or empty. */
export const required = (query: ReadonlyMap<string, string>, name: string): string => {
  const value = query.get(name);
  if (value === undefined || value === '')
    throw new Refusal(400, `the query parameter ${name} is ${value === undefined ? 'missing' : 'empty'}`);
  return value;
};
