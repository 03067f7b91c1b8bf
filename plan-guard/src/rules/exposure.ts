import type { Change } from '../plan/plan.ts';
import { elementsOf, membersOf } from '../json.ts';
import type { Label, Rule } from './rule.ts';

interface Switch {
  readonly type: RegExp;
  readonly attribute: string;
  /** The value that is not safe. */
  readonly unsafe: string | boolean;
  readonly why: string;
  readonly label: Label;
}

const publicAccess = [
  'block_public_acls',
  'block_public_policy',
  'ignore_public_acls',
  'restrict_public_buckets',
];

/** Attributes that open a resource to others, or take away what protects what it holds. */
const switches: readonly Switch[] = [
  ...publicAccess.map((attribute) => ({
    type: /^aws_s3_bucket_public_access_block$/,
    attribute,
    unsafe: false,
    why: 'the bucket can be made public',
    label: 'widen-access' as const,
  })),
  {
    type: /^aws_(redshift|db_|rds)/,
    attribute: 'publicly_accessible',
    unsafe: true,
    why: 'it can be reached from the internet',
    label: 'widen-access',
  },
  {
    type: /^aws_apigatewayv2_route$/,
    attribute: 'authorization_type',
    unsafe: 'NONE',
    why: 'requests are no longer signed',
    label: 'widen-access',
  },
  {
    type: /./,
    attribute: 'deletion_protection_enabled',
    unsafe: false,
    why: 'it can be deleted',
    label: 'lower-protection',
  },
  {
    type: /./,
    attribute: 'deletion_protection',
    unsafe: 'INACTIVE',
    why: 'it can be deleted',
    label: 'lower-protection',
  },
  {
    type: /^aws_s3_bucket$/,
    attribute: 'force_destroy',
    unsafe: true,
    why: 'its objects are deleted with it',
    label: 'lower-protection',
  },
  {
    type: /^aws_kms_key$/,
    attribute: 'is_enabled',
    unsafe: false,
    why: 'what it encrypts can no longer be read',
    label: 'lower-protection',
  },
  {
    type: /^aws_s3_bucket_versioning$/,
    attribute: 'status',
    unsafe: 'Suspended',
    why: 'an object that is written over is gone',
    label: 'lower-protection',
  },
];

/** An attribute at the top, or in one of the blocks below it. */
const valuesOf = (values: Change['before'], attribute: string): readonly unknown[] => [
  values[attribute],
  ...Object.values(values).flatMap((value) => elementsOf(value).map((block) => membersOf(block)[attribute])),
];

/** No switch that protects something is turned. */
export const keepsSwitches: Rule = (change) => {
  const { address, type, action, before, after } = change;
  if (action === 'delete' && type === 'aws_s3_bucket_public_access_block')
    return [
      {
        address,
        what: 'is destroyed',
        why: 'the bucket can be made public',
        label: 'widen-access',
        step: 'keep it, or set the label',
      },
    ];
  if (action !== 'update' && action !== 'replace') return [];
  return switches
    .filter((one) => one.type.test(type))
    .filter(
      ({ attribute, unsafe }) =>
        valuesOf(after, attribute).includes(unsafe) && !valuesOf(before, attribute).includes(unsafe),
    )
    .map(({ attribute, unsafe, why, label }) => ({
      address,
      what: `${attribute} becomes ${unsafe}`,
      why,
      label,
      step: 'keep it, or have a person set the label',
    }));
};
