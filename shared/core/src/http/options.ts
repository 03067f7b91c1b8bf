import { Refusal } from './answer.ts';
import { readBody } from './body.ts';
import type { HttpEvent } from './event.ts';
import { parseJson } from './json.ts';

/** Far above what a call with a few options takes. */
const maxBytes = 65_536;

/** The options of a call, by name. */
export interface Options {
  has(name: string): boolean;
  /** False when it is absent. Refuses (400) what is no boolean. */
  flag(name: string): boolean;
  /** Refuses (400) what is no text, or an empty one. */
  text(name: string): string | undefined;
  /** Refuses (400) what is no whole number within the bounds. */
  whole(name: string, least: number, most: number): number | undefined;
}

const membersOf = (event: HttpEvent): ReadonlyMap<string, unknown> => {
  const text = readBody(event, maxBytes);
  if (text.trim() === '') return new Map();
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal(400, 'the body must be a JSON object');
  return new Map(Object.entries(value));
};

const mustBe = (name: string, kind: string, value: unknown): Refusal =>
  new Refusal(400, `${name} must be ${kind}, it is ${JSON.stringify(value).slice(0, 100)}`);

/**
 * The options in the body of a call: a JSON object that may be left out; null counts as absent. A member that the call does not know is
 * refused, so that a misspelt one is not silently left out.
 *
 *     const options = readOptions(event, 'dryRun', 'tenant');
 *     if (options.flag('dryRun')) …
 * @throws Refusal 400, 413
 */
export const readOptions = (event: HttpEvent, ...known: readonly string[]): Options => {
  const members = membersOf(event);
  for (const name of members.keys())
    if (!known.includes(name))
      throw new Refusal(
        400,
        `there is no option ${JSON.stringify(name.slice(0, 100))}; there are ${known.join(', ')}`,
      );
  return {
    has: (name) => (members.get(name) ?? undefined) !== undefined,
    flag: (name) => {
      const value = members.get(name) ?? false;
      if (typeof value !== 'boolean') throw mustBe(name, 'true or false', value);
      return value;
    },
    text: (name) => {
      const value = members.get(name) ?? undefined;
      if (value !== undefined && (typeof value !== 'string' || value === ''))
        throw mustBe(name, 'a text that is not empty', value);
      return value;
    },
    whole: (name, least, most) => {
      const value = members.get(name) ?? undefined;
      if (value === undefined) return undefined;
      if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most)
        return value;
      throw mustBe(name, `a whole number from ${least} to ${most}`, value);
    },
  };
};
