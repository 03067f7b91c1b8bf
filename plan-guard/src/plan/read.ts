import { InputError } from '../errors.ts';
import { at, elementsOf, isMembers, membersOf, textOf, textsOf } from '../json.ts';
import type { Action, Change, Plan } from './plan.ts';

/**
 * Reads what `terraform show -json plan.out` writes.
 * @throws InputError for anything else, with what it is
 */
export const readPlan = (text: string): Plan => {
  const json = parse(text);
  if (!isMembers(json)) throw new InputError(`it is JSON, but ${kindOf(json)} where a plan is an object`);
  checkForm(json);
  const changes = elementsOf(json['resource_changes']);
  return {
    terraformVersion: textOf(json['terraform_version']) ?? '',
    changes: changes.flatMap((one, index) => readChange(one, index) ?? []),
    drifted: elementsOf(json['resource_drift']).flatMap((one) => textOf(at(one, 'address')) ?? []),
  };
};

const parse = (text: string): unknown => {
  if (text.startsWith('PK'))
    throw new InputError('it is a binary plan: hand in what `terraform show -json` prints of it');
  if (text.trim() === '') throw new InputError('it is empty');
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`it is not JSON: ${reason}`, { cause: error });
  }
};

const kindOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (typeof value === 'object') return Array.isArray(value) ? 'an array' : 'an object';
  return `a ${typeof value}`;
};

/** Terraform keeps what is there within a major version of the form (its documentation of the JSON output). */
const checkForm = (json: Readonly<Record<string, unknown>>): void => {
  const version = textOf(json['format_version']);
  if (version === undefined)
    throw new InputError(
      'it has no format_version, so it is not from `terraform show -json` (`terraform plan -json` prints a log, not a plan)',
    );
  if (!/^1\./.test(version)) throw new InputError(`its format_version is ${version}; this guard reads 1.x`);
  if (json['planned_values'] === undefined)
    throw new InputError(
      json['values'] === undefined
        ? 'it has no planned_values: it is not a plan'
        : 'it is a state, not a plan: it has values and no planned_values',
    );
  if (json['resource_changes'] !== undefined && !Array.isArray(json['resource_changes']))
    throw new InputError(`its resource_changes are ${kindOf(json['resource_changes'])}, not an array`);
  if (json['errored'] === true)
    throw new InputError('the plan ended with an error and is not whole: plan again');
};

const actions: ReadonlyMap<string, Action> = new Map([
  ['no-op', 'none'],
  ['read', 'none'],
  ['create', 'create'],
  ['update', 'update'],
  ['delete', 'delete'],
  ['delete,create', 'replace'],
  ['create,delete', 'replace'],
  ['forget', 'forget'],
  // The old one stays in the account without a state, a new one is made: what was in it is no longer ours.
  ['create,forget', 'replace'],
  ['forget,create', 'replace'],
]);

const readChange = (value: unknown, index: number): Change | undefined => {
  const address = textOf(at(value, 'address'));
  const type = textOf(at(value, 'type'));
  const named = textsOf(at(value, 'change', 'actions')).join(',');
  const action = actions.get(named);
  const where = `resource_changes[${index}]`;
  if (address === undefined || type === undefined) throw new InputError(`${where} has no address or no type`);
  if (action === undefined)
    throw new InputError(`${where} (${address}) has the actions "${named}", which are none`);
  if (at(value, 'mode') === 'data') return undefined;
  return { address, type, action, ...rest(value, address) };
};

const rest = (value: unknown, address: string): Omit<Change, 'address' | 'type' | 'action'> => {
  const movedFrom = textOf(at(value, 'previous_address'));
  const change = at(value, 'change');
  return {
    ...(movedFrom === undefined || movedFrom === address ? {} : { movedFrom }),
    before: membersOf(at(change, 'before')),
    after: membersOf(at(change, 'after')),
    unknown: membersOf(at(change, 'after_unknown')),
    secret: [at(change, 'before_sensitive'), at(change, 'after_sensitive')],
    forcedBy: elementsOf(at(change, 'replace_paths')).map((path) => elementsOf(path).map(String).join('.')),
  };
};
