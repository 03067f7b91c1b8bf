import type { Token } from './tokens.ts';

/** What was read of a value so far; NaN stands for absent. One object serves all values of a pattern. */
export interface Found {
  u: number;
  M: number;
  d: number;
  H: number;
  m: number;
  s: number;
  millis: number;
  /** Seconds. */
  offset: number;
}

/** What a token sets. */
export const keysOf = (token: Token): readonly (keyof Found)[] => {
  switch (token.kind) {
    case 'field':
      return [token.letter];
    case 'fraction':
      return ['millis'];
    case 'offset':
      return ['offset'];
    case 'literal':
      return [];
    case 'optional':
      return token.tokens.flatMap(keysOf);
  }
};
