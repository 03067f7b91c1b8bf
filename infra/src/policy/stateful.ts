import { at, numberAt, textAt, textsOf } from './attributes.ts';
import { each, unless, type Rule } from './rule.ts';
import type { Resource } from './stack.ts';

/** Types that hold what cannot be made again. */
export const statefulTypes = [
  'aws_kinesis_stream',
  'aws_dynamodb_table',
  'aws_s3_bucket',
  'aws_kms_key',
  'aws_cognito_user_pool',
  'aws_cognito_identity_pool',
  'aws_redshiftserverless_namespace',
  'aws_redshiftserverless_workgroup',
] as const;

/** A near-line table of one week, which Terraform drops with its week: the plan guard asks the books first (DESIGN 10). */
const isWeekly = ({ type, attributes }: Resource): boolean =>
  type === 'aws_dynamodb_table' && /-near-line-\d{4}-w\d\d$/.test(textAt(attributes, 'name'));

const isPrevented = ({ attributes }: Resource): boolean =>
  at(attributes, 'lifecycle.prevent_destroy') === true;

const protection = (resource: Resource): unknown =>
  ({
    aws_dynamodb_table: resource.attributes['deletion_protection_enabled'] === true,
    aws_cognito_user_pool: resource.attributes['deletion_protection'] === 'ACTIVE',
  })[resource.type];

const keptFault = (resource: Resource): string | undefined =>
  isWeekly(resource)
    ? undefined
    : (unless(isPrevented(resource), 'Terraform would destroy it') ??
      unless(protection(resource) !== false, 'AWS would delete it when asked'));

const weeklyFault = (resource: Resource): string | undefined =>
  unless(
    !isWeekly(resource) || (!isPrevented(resource) && protection(resource) === false),
    'it could not be dropped with its week',
  );

export const stateful: readonly Rule[] = [
  each(
    'what holds data is not destroyed',
    statefulTypes,
    keptFault,
    'set prevent_destroy, and deletion protection where the service has it, as standards/ does',
  ),
  each(
    'a weekly table can be dropped',
    'aws_dynamodb_table',
    weeklyFault,
    'make it with isKept false: the plan guard protects it until its books balance',
  ),
  each(
    'no bucket is emptied to be destroyed',
    'aws_s3_bucket',
    ({ attributes }) => unless(attributes['force_destroy'] !== true, 'destroying it deletes its objects'),
    'leave force_destroy out',
  ),
  each(
    'streams keep a week',
    'aws_kinesis_stream',
    ({ attributes }) => {
      const hours = numberAt(attributes, 'retention_period');
      return unless(hours >= 168, `it keeps records ${Number.isNaN(hours) ? 24 : hours} h`);
    },
    'keep 168 hours or more: an outage over a long weekend must lose nothing',
  ),
  {
    name: 'no difference is ignored wholesale',
    remedy: 'name the attribute that something else changes, with standards/ignoring.ts',
    find: (stack) =>
      stack
        .filter(({ attributes }) => textsOf(at(attributes, 'lifecycle.ignore_changes')).includes('all'))
        .map(({ address }) => ({ address, fault: 'a plan would not show what changed in it' })),
  },
];
