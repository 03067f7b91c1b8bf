import { isDeepStrictEqual } from 'node:util';
import { tell } from './tell.ts';

/** What the demo saw that must not be. */
export class WrongAnswer extends Error {
  override readonly name = 'WrongAnswer';
}

/** Says that an answer is what was computed from the data itself; ends the demo when it is not. */
export const check = (what: string, actual: unknown, expected: unknown): void => {
  if (!isDeepStrictEqual(actual, expected))
    throw new WrongAnswer(`${what}: must be ${JSON.stringify(expected)} and is ${JSON.stringify(actual)}`);
  tell(`  ✓ ${what}`);
};
