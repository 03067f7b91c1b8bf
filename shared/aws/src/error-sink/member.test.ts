import { seededRandom } from '@sluice/testing/faults/random';
import { expect, it } from 'vitest';
import { memberOf } from './member.ts';

const random = seededRandom(11);
const count = 40_000;
const ids = Array.from({ length: count }, () =>
  Array.from({ length: 26 }, () => Math.floor(random() * 32).toString(32))
    .join('')
    .toUpperCase(),
);

it.each([1, 2, 3, 5, 8, 16])('spreads ids evenly over %i delivery streams', (members) => {
  const counts = Array<number>(members).fill(0);
  for (const id of ids) counts[memberOf(id, members)] = (counts[memberOf(id, members)] ?? 0) + 1;
  // Chi-square of n - 1 degrees of freedom: its mean is n - 1, its standard deviation sqrt(2 (n - 1)); five of those.
  const expected = count / members;
  const chiSquare = counts.reduce((sum, one) => sum + (one - expected) ** 2 / expected, 0);
  expect(chiSquare).toBeLessThanOrEqual(members - 1 + 5 * Math.sqrt(2 * (members - 1)));
});

it.each([1, 2, 4, 7, 15])('adding one to %i moves its share, to it alone', (members) => {
  const moved = ids.filter((id) => memberOf(id, members + 1) !== memberOf(id, members));
  expect(moved.every((id) => memberOf(id, members + 1) === members)).toBe(true);
  const share = 1 / (members + 1);
  const deviation = Math.sqrt((share * (1 - share)) / count);
  expect(Math.abs(moved.length / count - share)).toBeLessThan(5 * deviation);
});

it('gives an id the same member each time', () => {
  expect(ids.slice(0, 50).map((id) => memberOf(id, 9))).toEqual(
    ids.slice(0, 50).map((id) => memberOf(id, 9)),
  );
});
