import fc from 'fast-check';
import { expect, it } from 'vitest';
import { archiveLineBytes, LongLines } from './index.ts';

/** What is found when lines of so many bytes come in parts of a size. */
const foundIn = (lengths: readonly number[], part: number): string | undefined => {
  const content = Buffer.concat(lengths.flatMap((length) => [Buffer.alloc(length, 'x'), Buffer.from('\n')]));
  const lines = new LongLines();
  for (let at = 0; at < content.length; at += part) {
    const fault = lines.faultIn(content.subarray(at, at + part));
    if (fault !== undefined) return fault;
  }
  return undefined;
};

it('finds a line that is too long, wherever it is and however it comes', () => {
  const length = fc.constantFrom(0, 1, 1000, archiveLineBytes);
  fc.assert(
    fc.property(
      fc.array(length, { maxLength: 4 }),
      fc.option(fc.nat(4), { nil: undefined }),
      fc.constantFrom(65_536, archiveLineBytes - 1, archiveLineBytes + 1, 3 * archiveLineBytes),
      (lengths, at, part) => {
        const all = at === undefined ? lengths : lengths.toSpliced(at, 0, archiveLineBytes + 1);
        expect(foundIn(all, part) === undefined).toBe(at === undefined);
      },
    ),
    { numRuns: 100 },
  );
});
