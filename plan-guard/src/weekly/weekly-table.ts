import { nearLinePart, physicalName, environments } from '@sluice/core/layout';
import { weekRange, windowOf } from '@sluice/core/time';
import { at, textOf } from '../json.ts';
import type { Change, Plan } from '../plan/plan.ts';
import type { Context } from '../rules/rule.ts';
import type { Books, TableOfBooks } from './books.ts';

/** A weekly near-line table, by its physical name `sluice-prod-near-line-2026-w47`. */
export interface WeeklyTable {
  readonly environment: string;
  readonly week: string;
}

/** Undefined for every other table, the late table too. */
export const weeklyTableOf = ({ type, before }: Change): WeeklyTable | undefined => {
  const name = textOf(before['name']);
  if (type !== 'aws_dynamodb_table' || name === undefined) return undefined;
  for (const environment of environments) {
    const prefix = physicalName(environment, nearLinePart);
    const week = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    if (weekRange(week) !== undefined) return { environment, week };
  }
  return undefined;
};

/** A batch picks its table when it begins, and Lambda ends one after 15 minutes at most; four times that, as age-off on one machine does. */
const graceMs = 3_600_000;

const isOutside = (week: string, at: number, retentionWeeks: number): boolean =>
  (weekRange(week)?.last ?? Infinity) < windowOf(at - graceMs, retentionWeeks).first;

/**
 * The longest retention that a function has before or after the plan: until the apply is done, functions write by the old one.
 * Undefined when no function in the plan has one.
 */
export const retentionIn = ({ changes }: Plan): number | undefined => {
  const weeks = changes
    .filter(({ type }) => type === 'aws_lambda_function')
    .flatMap(({ before, after }) => [before, after])
    .map((values) => Number(at(values, 'environment', 0, 'variables', 'RETENTION_WEEKS')))
    .filter((one) => Number.isInteger(one) && one > 0);
  return weeks.length === 0 ? undefined : Math.max(...weeks);
};

/** Why a weekly table must stay, or undefined when it may be dropped. */
export const reasonToKeep = (
  { week, environment }: WeeklyTable,
  { plan, now, retentionWeeks = retentionIn(plan), books }: Context,
): string | undefined => {
  if (retentionWeeks === undefined)
    return 'no function of the plan has RETENTION_WEEKS, so nobody can tell whether the week is past it: hand in --retention-weeks';
  if (!isOutside(week, now, retentionWeeks))
    return `the week ${week} is within the retention of ${retentionWeeks} weeks`;
  if (books === undefined) return `no books file was handed in that shows the week ${week} balanced: --books`;
  if (books.environment !== environment)
    return `the books file is of ${books.environment}, the table of ${environment}`;
  if (books.takenAt > now) return 'the books file was taken in the future';
  if (!isOutside(week, books.takenAt, retentionWeeks))
    return 'the books file was taken before the week left the retention: events may have come after it';
  const table = books.tables.find((one) => one.table === week);
  return table === undefined ? `the books file does not speak of ${week}` : objection(table, books);
};

const objection = (table: TableOfBooks, { hours }: Books): string | undefined => {
  if (!table.sealed)
    return `what ${table.table} holds is not sealed: the books would not balance after the drop`;
  for (const { tenant, hour } of table.hours) {
    const found = hours.find((one) => one.tenant === tenant && one.hour === hour);
    if (found === undefined)
      return `the books file lacks the hour ${hour} of tenant ${tenant}, which has events in ${table.table}`;
    if (found.gap !== 0)
      return `the books of tenant ${tenant}, hour ${hour}, have a gap of ${found.gap} events`;
  }
  return undefined;
};
