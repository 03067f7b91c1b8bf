/** Reading what was rendered: values are of any form until they are looked at. */

type Form = Readonly<Record<string, unknown>>;

export const isForm = (value: unknown): value is Form =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list as it is, nothing as an empty one, and one thing as a list of one: Terraform and IAM take both. */
export const listOf = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

/** The texts of a list, or of one thing. */
export const textsOf = (value: unknown): readonly string[] =>
  listOf(value).filter((one): one is string => typeof one === 'string');

/**
 * What is below a path of names. A block is read through, written as an object or as a list of one.
 *
 * @example at({ a: [{ b: 1 }] }, 'a.b') // 1
 */
export const at = (value: unknown, path: string): unknown => {
  let found: unknown = value;
  for (const name of path.split('.')) {
    const block = listOf(found)[0];
    found = isForm(block) ? block[name] : undefined;
  }
  return found;
};

/** The text below a path; empty when there is none. */
export const textAt = (value: unknown, path: string): string => {
  const found = at(value, path);
  return typeof found === 'string' ? found : '';
};

/** The number below a path; NaN when there is none, which is neither above nor below anything. */
export const numberAt = (value: unknown, path: string): number => {
  const found = at(value, path);
  return typeof found === 'number' ? found : Number.NaN;
};

/** Names and values of a form; none of anything else. */
export const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isForm(value) ? Object.entries(value) : [];

/** A number as a message says it. */
export const said = (value: number): string => (Number.isNaN(value) ? 'nothing' : String(value));
