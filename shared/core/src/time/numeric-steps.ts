import { fourDigits, isDigitAt, millisOf, twoDigits } from './digits.ts';
import { keysOf, type Found } from './found.ts';
import type { FieldLetter, OffsetStyle, Token } from './tokens.ts';

/** Reads on from a position; the new position, or -1. */
export type Step = (text: string, at: number, into: Found) => number;

const fieldStep = (letter: FieldLetter): Step => {
  const width = letter === 'u' ? 4 : 2;
  const read = letter === 'u' ? fourDigits : twoDigits;
  return (text, at, into) => {
    const value = read(text, at);
    if (value !== value) return -1;
    into[letter] = value;
    return at + width;
  };
};

const fractionStep =
  (width: number): Step =>
  (text, at, into) => {
    for (let i = 0; i < width; i++) if (!isDigitAt(text, at + i)) return -1;
    into.millis = millisOf(text, at, width);
    return at + width;
  };

/** A part of an offset, 0 to 59; NaN when there is none. */
const offsetPart = (text: string, at: number, colon: boolean): number => {
  if (colon && text.charCodeAt(at) !== 58) return Number.NaN;
  const value = twoDigits(text, colon ? at + 1 : at);
  return value <= 59 ? value : Number.NaN;
};

const offsetStep =
  ({ colons, minutes, seconds, zero }: OffsetStyle): Step =>
  (text, start, into) => {
    if (text.startsWith(zero, start)) {
      into.offset = 0;
      return start + zero.length;
    }
    const sign = text.charCodeAt(start);
    const hour = offsetPart(text, start + 1, false);
    if ((sign !== 43 && sign !== 45) || hour !== hour) return -1;
    let at = start + 3;
    let total = hour * 3600;
    const width = colons ? 3 : 2;
    const minute = offsetPart(text, at, colons);
    if (minute === minute) {
      total += minute * 60;
      at += width;
    } else if (minutes === 'required') return -1;
    const second = seconds ? offsetPart(text, at, colons) : Number.NaN;
    if (second === second) {
      total += second;
      at += width;
    }
    into.offset = sign === 45 ? -total : total;
    return at;
  };

/** Reads the tokens one after the other, an optional section whole or not at all, and never goes back, as java.time does. */
export const sequence = (tokens: readonly Token[]): Step => {
  const steps = tokens.map(stepOf);
  return (text, start, into) => {
    let at = start;
    for (const step of steps) {
      at = step(text, at, into);
      if (at < 0) return -1;
    }
    return at;
  };
};

const optionalStep = (token: Token & { readonly kind: 'optional' }): Step => {
  const inner = sequence(token.tokens);
  const keys = keysOf(token);
  return (text, at, into) => {
    const end = inner(text, at, into);
    if (end >= 0) return end;
    for (const key of keys) into[key] = Number.NaN;
    return at;
  };
};

const stepOf = (token: Token): Step => {
  switch (token.kind) {
    case 'field':
      return fieldStep(token.letter);
    case 'fraction':
      return fractionStep(token.width);
    case 'offset':
      return offsetStep(token.style);
    case 'literal':
      return (text, at) => (text.startsWith(token.text, at) ? at + token.text.length : -1);
    case 'optional':
      return optionalStep(token);
  }
};
