import catalogue from '../prices.json' with { type: 'json' };

export type PriceName = keyof typeof catalogue.prices;
export type Tiers = keyof typeof catalogue.tiers;

export const isPriceName = (name: string): name is PriceName => name in catalogue.prices;

/** Dollars for one unit. */
export const price = (name: PriceName): number => catalogue.prices[name].dollars;

/** Dollars for millions of something whose price falls with the number. */
export const tiered = (name: Tiers, millions: number): number => {
  let [left, dollars] = [millions, 0];
  for (const [size, each] of catalogue.tiers[name].steps) {
    const taken = Math.min(left, size ?? Infinity);
    dollars += taken * (each ?? 0);
    left -= taken;
  }
  return dollars;
};

/** Each price with what it is for, where it is from, and of when. */
export const priceLines = (): readonly string[] => [
  ...Object.values(catalogue.prices).map(
    ({ dollars, unit, source, date }) => `$${dollars} a ${unit}: ${source}, ${date}`,
  ),
  ...Object.values(catalogue.tiers).map(
    ({ steps, unit, source, date }) =>
      `$${steps.map(([, each]) => each).join(', then $')} a ${unit}: ${source}, ${date}`,
  ),
];
