/** What the infrastructure and the functions that change capacities agree on. */

/** A whole number that is at least so much and at most so much: shards, units. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** What is told where nothing is to be changed: Terraform, or the service, owns the number. */
export const fixedRange = 'fixed';

/** As a variable has it: `1-16`. */
export const rangeText = (range: Range | undefined): string =>
  range === undefined ? fixedRange : `${range.least}-${range.most}`;

/**
 * Reads `1-16`, or `4`, which is 4-4; undefined for `fixed`. Throws an Error, with the name of the variable, for anything else. Whether the
 * bounds make sense is the reader's to say.
 */
export const readRange = (variable: string, text: string): Range | undefined => {
  if (text === fixedRange) return undefined;
  const [, least, most = least] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text) ?? [];
  if (least === undefined)
    throw new Error(`${variable} is ${JSON.stringify(text.slice(0, 100))}; write 1-16, 4 or ${fixedRange}`);
  return { least: Number(least), most: Number(most) };
};

/** How lines of the log begin for which an alarm rings. Behind it stands which stream or table, and the numbers. */
export const capacityAlarms = {
  'capacity-at-maximum': 'a capacity is at its maximum',
  'capacity-calls-low': 'the changes of a day are nearly spent',
  'capacity-behind': 'requests are refused below the maximum',
  'capacity-failing': 'a capacity could not be looked after',
  'week-table-missing': 'a near-line table is missing',
} as const;

export type CapacityAlarm = keyof typeof capacityAlarms;
