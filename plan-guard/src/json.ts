/** Reading of parsed JSON whose form is not known: nothing is cast, what is not there is undefined. */
export type Members = Readonly<Record<string, unknown>>;

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The members of an object, none of anything else. */
export const membersOf = (value: unknown): Members => (isMembers(value) ? value : {});

/** The elements of an array, none of anything else. */
export const elementsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : undefined;

/** What is at a path of member names and indexes: `at(values, 'environment', 0, 'variables')`. */
export const at = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (found, step) =>
      typeof step === 'number'
        ? elementsOf(found)[step]
        : Object.entries(membersOf(found)).find(([name]) => name === step)?.[1],
    value,
  );

/** Texts of an array, or of one text that stands for an array of one (as in policy documents). */
export const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? elementsOf(value) : [value]).flatMap((one) => textOf(one) ?? []);

/** Equal as JSON; the order of members does not matter. */
export const isSame = (left: unknown, right: unknown): boolean => canonical(left) === canonical(right);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    isMembers(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
