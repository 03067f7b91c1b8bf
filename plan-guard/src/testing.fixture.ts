import { judge } from './guard.ts';
import { readPlan } from './plan/read.ts';
import type { Label, Refusal } from './rules/rule.ts';
import type { Books } from './weekly/books.ts';

/** A change as `terraform show -json` writes it. */
export interface Handmade {
  readonly type: string;
  readonly id?: string;
  readonly actions: readonly string[];
  readonly before?: object;
  readonly after?: object;
  readonly unknown?: object;
  readonly previous?: string;
  readonly secret?: object;
  readonly paths?: readonly (readonly (string | number)[])[];
}

/** The text of a plan file. */
export const planText = (changes: readonly Handmade[]): string =>
  JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: {},
    resource_changes: changes.map(({ type, id = 'part_thing_8C50B9BD', ...one }) => ({
      address: `${type}.${id}`,
      ...(one.previous === undefined ? {} : { previous_address: one.previous }),
      mode: 'managed',
      type,
      change: {
        actions: one.actions,
        before: one.before ?? null,
        after: one.after ?? null,
        after_unknown: one.unknown ?? {},
        before_sensitive: one.secret ?? {},
        after_sensitive: one.secret ?? {},
        ...(one.paths === undefined ? {} : { replace_paths: one.paths }),
      },
    })),
  });

export const updated = (type: string, before: object, after: object, unknown: object = {}): Handmade => ({
  type,
  actions: ['update'],
  before,
  after,
  unknown,
});

export const created = (type: string, after: object, unknown: object = {}): Handmade => ({
  type,
  actions: ['create'],
  after,
  unknown,
});

export const destroyed = (type: string, before: object = {}): Handmade => ({
  type,
  actions: ['delete'],
  before,
});

/** 2026-11-23T12:00Z, a Monday: week 48. */
export const now = Date.UTC(2026, 10, 23, 12);

/** What is refused of a plan of these changes. */
export const refusedOf = (
  changes: readonly Handmade[],
  around: { labels?: readonly Label[]; books?: Books; retentionWeeks?: number } = {},
): readonly Refusal[] => {
  const { labels = [], ...context } = around;
  return judge(readPlan(planText(changes)), labels, { now, ...context }).refused;
};

/** Why, one line each. */
export const reasons = (...asked: Parameters<typeof refusedOf>): readonly string[] =>
  refusedOf(...asked).map(({ why }) => why);
