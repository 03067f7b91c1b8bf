import { isMembers, isSame, membersOf } from './json.ts';
import type { Change } from './plan/plan.ts';
import { readDocument } from './policy/document.ts';

/** Names beyond these are counted only: the summary is to be read in a minute. */
const shown = 8;

/**
 * The attributes that a change changes, each by its name, `shard_count 2 → 4` where both values are short, known and not secret.
 */
export const changedAttributes = (change: Change): readonly string[] => {
  const names = [
    ...new Set([...Object.keys(change.before), ...Object.keys(change.after), ...Object.keys(change.unknown)]),
  ];
  const changed = names
    .toSorted()
    .flatMap((name) => differences(name, change.before[name], change.after[name], change));
  const more = changed.length - shown;
  return more > 0 ? [...changed.slice(0, shown), `and ${more} more`] : changed;
};

const differences = (name: string, before: unknown, after: unknown, change: Change): readonly string[] => {
  const isSecret = change.secret.some((one) => one === true || hasTrue(membersOf(one)[name]));
  if (hasTrue(change.unknown[name]) && !isMembers(after)) return [`${name} (known after the apply)`];
  if (isSame(before ?? null, after ?? null)) return [];
  if (isMembers(before) && isMembers(after)) return inner(name, before, after, change, isSecret);
  if (Array.isArray(before) && Array.isArray(after) && before.length === 1 && after.length === 1)
    return differences(name, before[0], after[0], change);
  const values = [before, after].map(short);
  return isSecret || values.includes(undefined) ? [name] : [`${name} ${values.join(' → ')}`];
};

const inner = (
  name: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  change: Change,
  isSecret: boolean,
): readonly string[] => {
  if (isSecret) return [name];
  const below = { ...change, unknown: {}, secret: [] };
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .toSorted()
    .flatMap((member) => differences(`${name}.${member}`, before[member], after[member], below));
};

/** Whether a tree of marks has one that is set. */
const hasTrue = (marks: unknown): boolean => {
  if (Array.isArray(marks)) return marks.some(hasTrue);
  return marks === true || (isMembers(marks) && Object.values(marks).some(hasTrue));
};

const short = (value: unknown): string | undefined => {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.length <= 24 && readDocument(value) === undefined
    ? `"${value}"`
    : undefined;
};
