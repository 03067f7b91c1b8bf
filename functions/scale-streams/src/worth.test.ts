import { binMs, binsPerDay, emptyHistory, extended } from '@sluice/core/capacity';
import { expect, it } from 'vitest';
import { worthOf } from './worth.ts';

const start = Date.UTC(2026, 0, 5);
const history = (days: number, shape: (bin: number) => number) =>
  extended(
    emptyHistory,
    Array.from({ length: days * binsPerDay }, (_, bin) => ({ at: start + bin * binMs, units: shape(bin) })),
  );
const options = { growth: 1.1, price: 300, spread: 1.2 };

it('nothing is worth having at all times of what is steady, or unknown', () => {
  expect(
    worthOf(
      history(7, () => 10),
      options,
    ).floor,
  ).toBeLessThanOrEqual(12);
  expect(
    worthOf(
      history(0.5, () => 10),
      options,
    ),
  ).toEqual({ floor: 0, quantile: 0.6 });
});

/** Once in 37 bins, out of nothing. */
const spikes = (bin: number): number => (bin % 37 === 36 ? 40 : 2);

it('spikes that nothing foretells are worth a floor when a refused unit is dear, and none when it is cheap', () => {
  const dear = worthOf(history(7, spikes), options).floor;
  expect(dear).toBeGreaterThan(24);
  expect(worthOf(history(7, spikes), { ...options, price: 0 }).floor).toBeLessThan(3);
});

it('what comes at the same time each third day is planned for, not kept at all times', () => {
  const shape = (bin: number) => (bin % (3 * binsPerDay) === 100 ? 64 : 2);
  const worth = worthOf(history(14, shape), options);
  expect(worth.quantile).toBeGreaterThan(0.6);
  expect(worth.floor).toBeLessThan(20);
});
