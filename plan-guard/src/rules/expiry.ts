import { at, elementsOf, membersOf, numberOf, textOf } from '../json.ts';
import type { Change } from '../plan/plan.ts';

/** Objects of a bucket that expire. */
interface Expiry {
  readonly kind: 'objects' | 'earlier versions';
  readonly prefix: string;
  /** What else narrows it (tags, sizes), as text. */
  readonly filter: string;
  /** 0 for a fixed date. */
  readonly days: number;
}

/** How a lifecycle lets objects expire that were kept longer before, or for ever. */
export const expiryFaults = ({ action, before, after, unknown }: Change): readonly string[] => {
  if (action === 'delete') return [];
  if (unknown['rule'] === true)
    return ['the rules are known only after the apply, so nobody can compare them'];
  const old = expiries(before);
  return expiries(after).flatMap((now) => {
    if (old.some((one) => isWithin(now, one) && one.days <= now.days)) return [];
    const sooner = old.find((one) => isWithin(now, one));
    const where = now.prefix === '' ? 'of the bucket' : `below ${now.prefix}`;
    return [
      `${now.kind} ${where} expire after ${now.days} days; before ${sooner === undefined ? 'never' : `after ${sooner.days}`}`,
    ];
  });
};

/** Whether all that `inner` lets expire was let expire by `outer`. */
const isWithin = (inner: Expiry, outer: Expiry): boolean =>
  outer.kind === inner.kind &&
  inner.prefix.startsWith(outer.prefix) &&
  (outer.filter === '' || outer.filter === inner.filter);

const expiries = (values: Change['before']): readonly Expiry[] =>
  elementsOf(values['rule'])
    .filter((rule) => at(rule, 'status') === 'Enabled')
    .flatMap((rule) => {
      const scope = { prefix: prefixOf(rule), filter: filterOf(rule) };
      const current = at(rule, 'expiration', 0);
      const earlier = numberOf(at(rule, 'noncurrent_version_expiration', 0, 'noncurrent_days'));
      const days = numberOf(at(current, 'days')) ?? 0;
      const hasDate = (textOf(at(current, 'date')) ?? '') !== '';
      return [
        ...(days > 0 || hasDate ? [{ kind: 'objects' as const, ...scope, days: hasDate ? 0 : days }] : []),
        ...(earlier === undefined || earlier === 0
          ? []
          : [{ kind: 'earlier versions' as const, ...scope, days: earlier }]),
      ];
    });

const prefixOf = (rule: unknown): string =>
  textOf(at(rule, 'filter', 0, 'and', 0, 'prefix')) ??
  (textOf(at(rule, 'filter', 0, 'prefix')) || textOf(at(rule, 'prefix'))) ??
  '';

const filterOf = (rule: unknown): string => {
  const filter = membersOf(at(rule, 'filter', 0));
  const narrow = Object.entries({ ...filter, ...membersOf(at(filter, 'and', 0)) }).filter(
    ([name, value]) => !['prefix', 'and'].includes(name) && !isNothing(value),
  );
  return narrow.length === 0 ? '' : JSON.stringify(narrow.toSorted(([a], [b]) => (a < b ? -1 : 1)));
};

const isNothing = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  value === 0 ||
  (Array.isArray(value) && value.length === 0);
