import { entriesOf, listOf, textAt, textsOf } from './attributes.ts';
import type { Resource, Stack } from './stack.ts';

/** What a policy stands at, which decides what its statements must say. */
export type PolicyKind = 'identity' | 'trust' | 'key' | 'resource';

/** A statement of a policy, in one form: IAM takes a text for a list of one. */
export interface Statement {
  /** Of the resource that has the policy. */
  readonly address: string;
  readonly kind: PolicyKind;
  readonly sid: string;
  readonly allows: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** `AWS`, `Service` or `Federated` to whom; the principal `*` is `AWS`. Empty in policies of identities. */
  readonly principals: Readonly<Record<'AWS' | 'Service' | 'Federated', readonly string[]>>;
  /** Operator, key and values of each condition. */
  readonly conditions: readonly Condition[];
  /** `NotAction`, `NotResource`, `NotPrincipal`, where it has them. */
  readonly negations: readonly string[];
}

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

const kindOf = ({ type }: Resource, attribute: string): PolicyKind => {
  if (attribute === 'assume_role_policy') return 'trust';
  if (type === 'aws_kms_key') return 'key';
  return type.startsWith('aws_iam_') ? 'identity' : 'resource';
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a reference, or no JSON: unreadable() finds it
  }
};

const principalsOf = (principal: unknown): Statement['principals'] => {
  if (principal === '*') return { AWS: ['*'], Service: [], Federated: [] };
  const of = (kind: string): readonly string[] =>
    textsOf(entriesOf(principal).find(([one]) => one === kind)?.[1]);
  return { AWS: of('AWS'), Service: of('Service'), Federated: of('Federated') };
};

const conditionsOf = (condition: unknown): readonly Condition[] =>
  entriesOf(condition).flatMap(([operator, keys]) =>
    entriesOf(keys).map(([key, values]) => ({ operator, key, values: textsOf(values) })),
  );

const statementOf = (address: string, kind: PolicyKind, value: unknown): Statement => {
  const of = new Map(entriesOf(value));
  return {
    address,
    kind,
    sid: textAt(value, 'Sid'),
    allows: of.get('Effect') === 'Allow',
    actions: textsOf(of.get('Action')),
    resources: textsOf(of.get('Resource')),
    principals: principalsOf(of.get('Principal')),
    conditions: conditionsOf(of.get('Condition')),
    negations: ['NotAction', 'NotResource', 'NotPrincipal'].filter((name) => of.has(name)),
  };
};

interface Policy {
  readonly resource: Resource;
  readonly attribute: string;
  readonly statements: readonly unknown[];
}

interface Text {
  /** Of the attribute that it is in, at any depth. */
  readonly attribute: string;
  readonly text: string;
}

const textsIn = (value: unknown, attribute = ''): readonly Text[] => {
  if (typeof value === 'string') return [{ attribute, text: value }];
  if (Array.isArray(value)) return listOf(value).flatMap((one) => textsIn(one, attribute));
  return entriesOf(value).flatMap(([name, one]) => textsIn(one, name));
};

/** Types whose `policy` is one whatever it looks like; an autoscaling policy is none. */
const hasPolicy =
  /^aws_(iam_\w+|kms_key|s3_bucket_policy|sns_topic_policy|sqs_queue(_policy)?|vpc_endpoint|secretsmanager_secret_policy)$/;

const isPolicy = (type: string, { attribute, text }: Text): boolean =>
  /"Statement"|data\.aws_iam_policy_document/.test(text) ||
  (hasPolicy.test(type) && /^(policy|assume_role_policy)$/.test(attribute));

/** Wherever they stand: a new type of resource with a policy is read too. */
const policiesOf = (stack: Stack): readonly Policy[] =>
  stack.flatMap((resource) =>
    textsIn(resource.attributes)
      .filter((one) => isPolicy(resource.type, one))
      .map(({ attribute, text }) => {
        const document = new Map(entriesOf(parsed(text)));
        return { resource, attribute, statements: listOf(document.get('Statement')) };
      }),
  );

/** Every statement of every policy of a stack. */
export const statementsOf = (stack: Stack): readonly Statement[] =>
  policiesOf(stack).flatMap(({ resource, attribute, statements }) =>
    statements.map((one) => statementOf(resource.address, kindOf(resource, attribute), one)),
  );

/** Policies that cannot be read here: a reference to a document, or no JSON. */
export const unreadable = (stack: Stack): readonly Resource[] =>
  policiesOf(stack)
    .filter(({ statements }) => statements.length === 0)
    .map(({ resource }) => resource);

/** A statement that allows something. */
export const allowing = (...kinds: readonly PolicyKind[]) => {
  const wanted: readonly string[] = kinds.length === 0 ? ['identity', 'trust', 'key', 'resource'] : kinds;
  return (stack: Stack): readonly Statement[] =>
    statementsOf(stack).filter(({ kind, allows }) => allows && wanted.includes(kind));
};

/** The conditions of a statement on a key; IAM ignores the case of a key's name. */
export const conditionsOn = ({ conditions }: Statement, key: string): readonly Condition[] =>
  conditions.filter((one) => one.key.toLowerCase() === key.toLowerCase());
