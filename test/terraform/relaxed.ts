import { readFileSync } from 'node:fs';
import { mirrored } from './terraform.ts';
import type { Resources, Stack } from './small-stack.ts';

/**
 * A copy of a stack that runs here: the mirror's provider in place of the pinned one, no backend, and an endpoint on loopback, where
 * buckets have no host names of their own.
 * @returns the copy, and in words what was changed
 */
export const relaxed = (stack: Stack): { readonly stack: Stack; readonly changes: readonly string[] } => {
  const providers = Object.entries(
    (stack.terraform['required_providers'] ?? {}) as Record<string, { source?: string; version?: string }>,
  );
  const changes = providers.map(
    ([name, { version }]) =>
      `the provider ${name} is ${mirrored} here, and ${version ?? 'any'} in the product`,
  );
  const copy = structuredClone(stack);
  copy.terraform = {
    required_providers: Object.fromEntries(
      providers.map(([name]) => [name, { source: 'hashicorp/aws', version: mirrored }]),
    ),
  };
  copy.provider = {
    aws: ((stack.provider['aws'] ?? [{}]) as readonly object[]).map((one) => ({ ...one, ...local })),
  };
  changes.push(...drop(copy.resource), ...forget(copy.resource));
  if (stack.terraform['backend'] !== undefined)
    changes.push('the state is a file here, and in the backend in the product');
  return { stack: copy, changes };
};

/** What moto takes and does not give back, by type: a second plan would set it again. The first plan, of everything, has it. */
const forgotten: ReadonlyMap<string, string> = new Map([
  ['aws_lambda_function', 'kms_key_arn'],
  ['aws_kinesis_stream', 'tags_all'],
  ['aws_s3_bucket_notification', 'eventbridge'],
  // Its JSON comes back with blanks.
  ['aws_sqs_queue', 'redrive_policy'],
  // Of rules that name a group or a prefix list.
  ['aws_vpc_security_group_egress_rule', 'description'],
  ['aws_vpc_security_group_ingress_rule', 'description'],
]);

/** What the provider of the mirror does not know yet, by type. */
const newer: ReadonlyMap<string, string> = new Map([
  ['aws_emrserverless_application', 'monitoring_configuration'],
]);

/** Leaves out of a copy what the older provider would refuse; says so. */
const drop = (resources: Resources): readonly string[] =>
  [...newer].flatMap(([type, attribute]) => {
    const having = Object.values(resources[type] ?? {}).filter((values) => attribute in values);
    for (const values of having) Reflect.deleteProperty(values, attribute);
    return having.length === 0
      ? []
      : [`${attribute} of ${having.length} ${type} is left out: the provider ${mirrored} does not know it`];
  });

/** Lets Terraform overlook in a copy what moto forgets; says so, with how many resources. */
const forget = (resources: Resources): readonly string[] =>
  [...forgotten].flatMap(([type, attribute]) => {
    const named = Object.values(resources[type] ?? {});
    for (const values of named)
      values['lifecycle'] = {
        ...plain(values['lifecycle']),
        ignore_changes: [...ignoredIn(values['lifecycle']), attribute],
      };
    return named.length === 0
      ? []
      : [`${attribute} of ${named.length} ${type} is not compared: moto does not give it back`];
  });

const ignoredIn = (lifecycle: unknown): readonly unknown[] => {
  const ignored = plain(lifecycle)['ignore_changes'];
  return Array.isArray(ignored) ? ignored : [];
};

const local = {
  s3_use_path_style: true,
  skip_credentials_validation: true,
  skip_metadata_api_check: 'true',
  skip_region_validation: true,
};

export const readStack = (path: string): Stack => JSON.parse(readFileSync(path, 'utf8')) as Stack;

/** Addresses of a stack's resources, in order. */
export const addressesOf = (resources: Resources): readonly string[] =>
  Object.entries(resources)
    .flatMap(([type, named]) => Object.keys(named).map((id) => `${type}.${id}`))
    .toSorted();

/** A stack without the resources of some types, and without what refers to them, directly or through another. */
export const without = (
  stack: Stack,
  types: ReadonlySet<string>,
): { readonly stack: Stack; readonly left: readonly string[] } => {
  const left = new Set(
    addressesOf(stack.resource).filter((address) => types.has(address.split('.')[0] ?? '')),
  );
  const refersToLeft = (value: unknown): boolean => {
    const text = JSON.stringify(value);
    return [...left].some((address) => new RegExp(`${address.replace('.', '\\.')}(?![\\w-])`).test(text));
  };
  const copy = structuredClone(stack);
  for (let grew = true; grew;) {
    const before = left.size;
    for (const [prefix, block] of [
      ['', stack.resource],
      ['data.', readIn(stack)],
    ] as const)
      for (const [type, named] of Object.entries(block))
        for (const [id, values] of Object.entries(named))
          if (refersToLeft(values)) left.add(`${prefix}${type}.${id}`);
    grew = left.size > before;
  }
  copy.resource = pick(stack.resource, (address) => !left.has(address));
  const reads = pick(readIn(stack), (address) => !left.has(`data.${address}`));
  if (Object.keys(reads).length > 0) copy['data'] = reads;
  else delete copy['data']; // Terraform refuses an empty one
  if (copy['output'] !== undefined && refersToLeft(copy['output']))
    copy['output'] = kept(copy['output'], refersToLeft);
  // What is only read is never applied.
  return { stack: copy, left: [...left].filter((address) => !address.startsWith('data.')).toSorted() };
};

/** What a stack reads: its data sources. */
const readIn = (stack: Stack): Resources => (stack['data'] ?? {}) as Resources;

const plain = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** A stack that may be destroyed: without `prevent_destroy` and deletion protection, as docs/deploy.md says for a tear-down. */
export const unprotected = (stack: Stack): Stack => {
  const copy = structuredClone(stack);
  for (const named of Object.values(copy.resource))
    for (const values of Object.values(named)) {
      if (values['lifecycle'] !== undefined)
        values['lifecycle'] = { ...plain(values['lifecycle']), prevent_destroy: false };
      if (values['deletion_protection_enabled'] !== undefined) values['deletion_protection_enabled'] = false;
      if (values['deletion_protection'] !== undefined) values['deletion_protection'] = 'INACTIVE';
    }
  return copy;
};

const kept = (block: unknown, isGone: (value: unknown) => boolean): unknown =>
  Object.fromEntries(Object.entries(block as Record<string, unknown>).filter(([, value]) => !isGone(value)));

const pick = (resources: Resources, keep: (address: string) => boolean): Resources =>
  Object.fromEntries(
    Object.entries(resources)
      .map(
        ([type, named]) =>
          [type, Object.fromEntries(Object.entries(named).filter(([id]) => keep(`${type}.${id}`)))] as const,
      )
      .filter(([, named]) => Object.keys(named).length > 0),
  );
