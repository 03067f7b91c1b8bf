import { identifier, type Identifier } from '@sluice/core/warehouse';

/** The order of two rows of one identity (DESIGN.md 4). */
const order = ['received_at', 'record_id', 'index', 'staged_at'].map(identifier);

/** The condition that `a` is before `b`, or equal to it where that is asked: written out, as Redshift compares no rows. */
export const isBefore = (a: Identifier, b: Identifier, orEqual: boolean): string =>
  order.reduceRight(
    (rest, column) => `(${a}.${column} < ${b}.${column} OR (${a}.${column} = ${b}.${column} AND ${rest}))`,
    orEqual ? '1 = 1' : '1 = 0',
  );

/** The condition that two rows are of one event. */
export const isSameEvent = (a: Identifier, b: Identifier): string =>
  ['timestamp', 'event_id']
    .map(identifier)
    .map((column) => `${a}.${column} = ${b}.${column}`)
    .join(' AND ');
