import type { Condition, Part, Statement } from './document.ts';

/**
 * Whether every text that the pattern `inner` matches is matched by `outer` too; `*` and `?` as in IAM. Never true wrongly: a star of
 * `inner` is only ever taken by a star of `outer`.
 */
export const coversPattern = (outer: string, inner: string): boolean => {
  // `${*}` and `${?}` are the characters themselves.
  const plain = (text: string) => text.replaceAll('${*}', '\u0001').replaceAll('${?}', '\u0002');
  const [o, i] = [plain(outer), plain(inner)];
  // reach[b]: whether the first a characters of `outer` take in the first b of `inner`.
  let reach = Array.from({ length: i.length + 1 }, (_, b) => b === 0);
  for (const wild of o) {
    const next = Array.from({ length: i.length + 1 }, () => false);
    for (let b = 0; b <= i.length; b++) {
      const taken = b > 0 && (wild === '?' ? i[b - 1] !== '*' : wild === i[b - 1]);
      next[b] =
        wild === '*'
          ? (reach[b] ?? false) || (b > 0 && (next[b - 1] ?? false))
          : taken && (reach[b - 1] ?? false);
    }
    reach = next;
  }
  return reach[i.length] ?? false;
};

/** Whether the part `outer` takes in all that `inner` does. */
export const coversPart = (outer: Part, inner: Part): boolean => {
  const within = (all: Part, one: string) => all.patterns.some((pattern) => coversPattern(pattern, one));
  if (inner.patterns.length === 0) return outer.patterns.length === 0;
  if (!outer.not)
    return inner.not ? outer.patterns.includes('*') : inner.patterns.every((one) => within(outer, one));
  // All but `outer`: what `outer` leaves out must be left out by `inner` too, or not meet it. Only the first is decided; the second is refused.
  return inner.not && outer.patterns.every((one) => within(inner, one));
};

const negated = /not/i;
const byPattern = /(like|^arn)/i;

const sameCondition = (outer: Condition, inner: Condition): boolean =>
  outer.key === inner.key &&
  (outer.operator === inner.operator || outer.operator === `${inner.operator}IfExists`);

/** Whether `inner` holds only where `outer` holds. */
const impliesCondition = (outer: Condition, inner: Condition): boolean => {
  if (!sameCondition(outer, inner)) return false;
  const matches = byPattern.test(outer.operator) ? coversPattern : (a: string, b: string) => a === b;
  const [all, some] = negated.test(outer.operator)
    ? [inner.values, outer.values]
    : [outer.values, inner.values];
  return some.every((one) => all.some((pattern) => matches(pattern, one)));
};

/** The conditions of `outer` that `inner` does not keep. */
export const lostConditions = (outer: Statement, inner: Statement): readonly Condition[] =>
  outer.conditions.filter((condition) => !inner.conditions.some((one) => impliesCondition(condition, one)));

/** Whether `outer` says at least all that `inner` says (both allow, or both deny). */
export const coversStatement = (outer: Statement, inner: Statement): boolean =>
  coversPart(outer.principals, inner.principals) &&
  coversPart(outer.actions, inner.actions) &&
  coversPart(outer.resources, inner.resources) &&
  lostConditions(outer, inner).length === 0;
