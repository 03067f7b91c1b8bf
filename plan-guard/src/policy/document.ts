import { isMembers, membersOf, textOf, textsOf } from '../json.ts';

/** One statement of a policy, its parts as lists. */
export interface Statement {
  readonly sid: string;
  readonly effect: 'Allow' | 'Deny';
  /** `AWS:arn…`, `Service:lambda.amazonaws.com`, `*` for everyone; empty in a policy of an identity. */
  readonly principals: Part;
  readonly actions: Part;
  readonly resources: Part;
  readonly conditions: readonly Condition[];
}

/** Patterns that a part takes in; when `not`, all but them. */
export interface Part {
  readonly not: boolean;
  readonly patterns: readonly string[];
}

export interface Condition {
  /** `StringEquals`, `ForAllValues:StringLike` … */
  readonly operator: string;
  /** Lower case: IAM ignores the case of keys. */
  readonly key: string;
  readonly values: readonly string[];
}

export interface Document {
  readonly version: string;
  readonly statements: readonly Statement[];
}

/** A policy document as text; undefined for a text that is none. */
export const readDocument = (text: string): Document | undefined => {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const json: unknown = JSON.parse(text);
    return isMembers(json) && json['Statement'] !== undefined ? documentOf(json) : undefined;
  } catch {
    return undefined;
  }
};

const documentOf = (json: Readonly<Record<string, unknown>>): Document => {
  const statement = json['Statement'];
  const statements: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
  return {
    version: textOf(json['Version']) ?? '2008-10-17',
    statements: statements.map((one) => statementOf(membersOf(one))),
  };
};

const statementOf = (json: Readonly<Record<string, unknown>>): Statement => ({
  sid: textOf(json['Sid']) ?? '',
  effect: json['Effect'] === 'Deny' ? 'Deny' : 'Allow',
  principals: partOf(principalsOf(json['Principal']), principalsOf(json['NotPrincipal'])),
  actions: partOf(lower(json['Action']), lower(json['NotAction'])),
  resources: partOf(textsOf(json['Resource']), textsOf(json['NotResource'])),
  conditions: Object.entries(membersOf(json['Condition'])).flatMap(([operator, keys]) =>
    Object.entries(membersOf(keys)).map(([key, values]) => ({
      operator,
      key: key.toLowerCase(),
      values: scalars(values),
    })),
  ),
});

const partOf = (patterns: readonly string[], not: readonly string[]): Part =>
  not.length > 0 ? { not: true, patterns: not } : { not: false, patterns };

/** IAM ignores the case of actions. */
const lower = (value: unknown): readonly string[] => textsOf(value).map((one) => one.toLowerCase());

const scalars = (value: unknown): readonly string[] => {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
};

const principalsOf = (value: unknown): readonly string[] => {
  if (value === '*') return ['*'];
  return Object.entries(membersOf(value)).flatMap(([kind, names]) =>
    textsOf(names).map((name) => (name === '*' && kind === 'AWS' ? '*' : `${kind}:${accountRoot(name)}`)),
  );
};

/** An account's number stands for its root. */
const accountRoot = (name: string): string => (/^\d{12}$/.test(name) ? `arn:aws:iam::${name}:root` : name);
