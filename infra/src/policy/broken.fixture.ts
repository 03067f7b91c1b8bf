/** Ways to break one thing of a stack, so that a rule can be shown to find it. */
import { entriesOf, isForm, listOf, textAt } from './attributes.ts';
import { ofType, type Resource, type Stack } from './stack.ts';

/** A stack with one thing broken, and the address that the rule must name. */
export interface Broken {
  readonly stack: Stack;
  readonly address: string;
}
export type Breaking = (stack: Stack) => Broken;

type Form = Readonly<Record<string, unknown>>;

/** The value with what is below a path replaced, or taken out where the new one is undefined. A list is gone into at its first entry. */
const withAt = (value: unknown, [name, ...rest]: readonly string[], changed: unknown): unknown => {
  if (name === undefined) return changed;
  if (Array.isArray(value))
    return listOf(value).map((one, i) => (i === 0 ? withAt(one, [name, ...rest], changed) : one));
  const form = isForm(value) ? value : {};
  const inner = withAt(form[name], rest, changed);
  const others = Object.entries(form).filter(([one]) => one !== name);
  return Object.fromEntries(inner === undefined ? others : [...others, [name, inner]]);
};

/** The first resource of a type whose address has the text. */
const oneOf = (stack: Stack, type: string, name: string): Resource => {
  const found = ofType(stack, type).find(({ address }) => address.includes(name));
  if (found === undefined) throw new Error(`no ${type} of ${name} to break`);
  return found;
};

const changing = (stack: Stack, { address }: Resource, change: (attributes: Form) => unknown): Broken => ({
  address,
  stack: stack.map((one) =>
    one.address === address
      ? { ...one, attributes: Object.fromEntries(entriesOf(change(one.attributes))) }
      : one,
  ),
});

/** One attribute of one resource is another one, or gone. */
export const setting =
  (type: string, name: string, path: string, value?: unknown): Breaking =>
  (stack) =>
    changing(stack, oneOf(stack, type, name), (attributes) => withAt(attributes, path.split('.'), value));

/** A statement of a policy is another one. */
export const stating =
  (
    type: string,
    name: string,
    attribute: string,
    change: (statements: readonly Form[]) => readonly Form[],
  ): Breaking =>
  (stack) =>
    changing(stack, oneOf(stack, type, name), (attributes) => {
      const document: unknown = JSON.parse(textAt(attributes, attribute));
      const statements = isForm(document) ? listOf(document['Statement']).filter(isForm) : [];
      return {
        ...attributes,
        [attribute]: JSON.stringify({ Version: '2012-10-17', Statement: change(statements) }),
      };
    });

/** The role of a function may do one thing more. */
export const allowed = (statement: Form, name = 'functions_store'): Breaking =>
  stating('aws_iam_role_policy', name, 'policy', (statements) => [
    ...statements,
    { Sid: 'Bad', Effect: 'Allow', ...statement },
  ]);

/** Each statement of a policy has something in place of what it has. */
export const restated = (type: string, name: string, changed: Form, attribute = 'policy'): Breaking =>
  stating(type, name, attribute, (statements) => statements.map((one) => ({ ...one, ...changed })));

/** There is one resource more. */
export const adding =
  (type: string, attributes: Form): Breaking =>
  (stack) => ({
    address: `${type}.bad`,
    stack: [...stack, { type, address: `${type}.bad`, attributes }],
  });

/** Names a resource: its type, and text of its address. */
export type Named = readonly [type: string, name: string];

/** What is broken shows at another resource: a bucket, by its encryption. */
export const shownAt =
  (named: Named, breaking: Breaking): Breaking =>
  (stack) => ({ ...breaking(stack), address: oneOf(stack, ...named).address });

/** A resource is gone. */
export const without =
  (type: string, name: string): Breaking =>
  (stack) => {
    const gone = oneOf(stack, type, name);
    return { address: gone.address, stack: stack.filter((one) => one !== gone) };
  };

/** A rule, what is broken, and how. */
export type BadStack = readonly [rule: string, what: string, breaking: Breaking];
