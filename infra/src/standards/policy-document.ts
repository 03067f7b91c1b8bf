import { ImpossibleSetting } from '../errors.ts';

/** Who a statement speaks of, in a policy that stands at a resource. */
export type Principal =
  { readonly service: string } | { readonly account: string } | { readonly federated: string } | 'anyone';

/** `{StringEquals: {'aws:SourceAccount': '…'}}` */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** A statement of an IAM policy, of a resource's policy or of a role's trust. */
export interface Statement {
  /** What it is for, in letters and digits: it is what a reviewer reads first in a plan. */
  readonly sid: string;
  /** @default Allow */
  readonly effect?: 'Allow' | 'Deny';
  readonly principal?: Principal;
  readonly actions: readonly string[];
  /** ARNs. Left out in a role's trust, which has none, and with `everyResource`. */
  readonly resources?: readonly string[];
  /** Why no resource can be named: `*` then, and only then. It is not rendered; the sid says `Any`. */
  readonly everyResource?: string;
  readonly conditions?: Conditions;
}

/** A sid of a verb and the part it is about: `ReadNearLine`. */
export const sidOf = (verb: string, part: string): string =>
  [verb, ...part.split('-')].map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');

const faultOf = ({ sid, actions, resources = [], everyResource, effect }: Statement): string | undefined => {
  if (!/^[A-Za-z0-9]{1,100}$/.test(sid)) return 'its sid must be 1 to 100 letters and digits';
  if (actions.length === 0) return 'it has no actions';
  if (effect !== 'Deny' && actions.includes('*')) return 'it allows every action';
  if (resources.includes('*'))
    return 'it has the resource *: name one, or say why none can be (everyResource)';
  return everyResource !== undefined && !sid.startsWith('Any')
    ? 'its sid must start with Any, because it is about every resource'
    : undefined;
};

const principalOf = (principal: Principal): object => {
  if (principal === 'anyone') return { AWS: '*' };
  if ('service' in principal) return { Service: principal.service };
  if ('federated' in principal) return { Federated: principal.federated };
  return { AWS: `arn:aws:iam::${principal.account}:root` };
};

/** One resource is written as a text, not as a list of one: AWS gives it back so. */
const resourceOf = ({ resources, everyResource }: Statement): object => {
  if (everyResource !== undefined) return { Resource: '*' };
  if (resources === undefined) return {};
  return { Resource: resources.length === 1 ? resources[0] : resources };
};

const rendered = (statement: Statement): object => ({
  Sid: statement.sid,
  Effect: statement.effect ?? 'Allow',
  ...(statement.principal === undefined ? {} : { Principal: principalOf(statement.principal) }),
  Action: statement.actions,
  ...resourceOf(statement),
  ...(statement.conditions === undefined ? {} : { Condition: statement.conditions }),
});

/**
 * The JSON of a policy. The same statement twice is one. Throws ImpossibleSetting for two different statements of one sid, for `*`
 * without a reason, and for a statement that says nothing.
 */
export const policyJson = (statements: readonly Statement[]): string => {
  const bySid = new Map<string, string>();
  for (const statement of statements) {
    const fault = faultOf(statement);
    if (fault !== undefined) throw new ImpossibleSetting(`the statement ${statement.sid}: ${fault}`);
    const text = JSON.stringify(rendered(statement));
    if ((bySid.get(statement.sid) ?? text) !== text)
      throw new ImpossibleSetting(`two different statements have the sid ${statement.sid}`);
    bySid.set(statement.sid, text);
  }
  return `{"Version":"2012-10-17","Statement":[${[...bySid.values()].join(',')}]}`;
};
