import { isDigitAt } from './digits.ts';
import { keysOf, type Found } from './found.ts';
import type { Token } from './tokens.ts';

const canBeginWithDigit = (tokens: readonly Token[], from: number): boolean => {
  const token = tokens[from];
  switch (token?.kind) {
    case 'field':
    case 'fraction':
      return true;
    case 'literal':
      return isDigitAt(token.text, 0);
    case 'optional':
      return canBeginWithDigit(token.tokens, 0) || canBeginWithDigit(tokens, from + 1);
    case 'offset':
    case undefined:
      return false;
  }
};

/**
 * Java reads as many digits of a year as there are, less those of the fields joined to it, and refuses more than four.
 * Reading exactly four is the same only if no further digit can follow the joined fields.
 */
const yearIsBounded = (tokens: readonly Token[]): boolean => {
  let next = tokens.findIndex((token) => token.kind === 'field' && token.letter === 'u');
  while (tokens[next]?.kind === 'field') next++;
  if (tokens[next]?.kind === 'fraction') next++;
  return !canBeginWithDigit(tokens, next);
};

/** A time part without the next larger one is no time: such a pattern is left to be refused with its reason. */
const timeIsWhole = (keys: readonly (keyof Found)[]): boolean => {
  const [hour, minute, second, millis] = [
    keys.includes('H'),
    keys.includes('m'),
    keys.includes('s'),
    keys.includes('millis'),
  ];
  return (hour || !minute) && (minute || !second) && (second || !millis);
};

/** True when reading the tokens by fixed widths gives what Java's strict formatter gives: a whole date, no field twice. */
export const isSimple = (tokens: readonly Token[]): boolean => {
  const keys = tokens.flatMap(keysOf);
  const always = tokens.flatMap((token) => (token.kind === 'optional' ? [] : keysOf(token)));
  const hasDate = always.includes('u') && always.includes('M') && always.includes('d');
  return hasDate && timeIsWhole(keys) && new Set(keys).size === keys.length && yearIsBounded(tokens);
};
