import { textOf } from '../json.ts';
import type { Change, Plan } from '../plan/plan.ts';

/** The attribute by which a resource of each type is part of another: a policy of a role, a rule of a group. */
const ownerAttributes: ReadonlyMap<string, string> = new Map([
  ['aws_iam_role_policy', 'role'],
  ['aws_iam_role_policy_attachment', 'role'],
  ['aws_iam_group_policy', 'group'],
  ['aws_iam_group_policy_attachment', 'group'],
  ['aws_iam_user_policy', 'user'],
  ['aws_iam_user_policy_attachment', 'user'],
  ['aws_iam_policy_attachment', 'name'],
  ['aws_s3_bucket_policy', 'bucket'],
  ['aws_s3_bucket_lifecycle_configuration', 'bucket'],
  ['aws_s3_bucket_public_access_block', 'bucket'],
  ['aws_sqs_queue_policy', 'queue_url'],
  ['aws_sns_topic_policy', 'arn'],
  ['aws_kms_key_policy', 'key_id'],
  ['aws_kms_grant', 'key_id'],
  ['aws_kinesis_resource_policy', 'resource_arn'],
  ['aws_lambda_permission', 'function_name'],
  ['aws_security_group_rule', 'security_group_id'],
  ['aws_vpc_security_group_ingress_rule', 'security_group_id'],
  ['aws_vpc_security_group_egress_rule', 'security_group_id'],
]);

const ownNames = ['name', 'bucket', 'function_name', 'id', 'arn'];

/**
 * True when a created resource becomes part of one that is there already, and so changes it. A thing that this plan makes is known by
 * its name in the plan, or is not known at all before the apply.
 */
export const joinsExisting = ({ type, action, after, unknown }: Change, { changes }: Plan): boolean => {
  const attribute = ownerAttributes.get(type);
  if (action !== 'create' || attribute === undefined || unknown[attribute] === true) return false;
  const owner = textOf(after[attribute]);
  if (owner === undefined) return true;
  return !changes.some(
    (one) =>
      one.action === 'create' && one.type !== type && ownNames.some((name) => one.after[name] === owner),
  );
};
