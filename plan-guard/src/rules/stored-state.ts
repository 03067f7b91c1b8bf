import type { Change } from '../plan/plan.ts';
import { reasonToKeep, weeklyTableOf } from '../weekly/weekly-table.ts';
import type { Context, Refusal, Rule } from './rule.ts';

/** What is lost with a resource of each type that holds something; every other type can be made again as it was. */
const held: ReadonlyMap<string, string> = new Map([
  ['aws_kinesis_stream', 'events that were acknowledged and not read yet'],
  ['aws_kinesis_firehose_delivery_stream', 'what it has taken and not delivered yet'],
  ['aws_dynamodb_table', 'its items'],
  ['aws_s3_bucket', 'its objects'],
  ['aws_kms_key', 'everything that is encrypted with it, for good'],
  ['aws_kms_replica_key', 'everything that is encrypted with it, for good'],
  ['aws_cognito_user_pool', 'all users and their passwords'],
  ['aws_cognito_identity_pool', 'the identities by which users are mapped to tenants'],
  ['aws_redshiftserverless_namespace', "the warehouse's rows"],
  ['aws_redshiftserverless_workgroup', "the warehouse's endpoint, which clients are connected to"],
  ['aws_redshift_cluster', "the warehouse's rows"],
]);

/** Types that hold something. */
export const statefulTypes: readonly string[] = [...held.keys()];

/** No stream, table, bucket, key, user pool or warehouse is destroyed or replaced; a week's table only when it is due. */
export const keepsStoredState: Rule = (change, context) => {
  const lost = held.get(change.type);
  if (lost === undefined) return [];
  if (change.action === 'forget') return [forgotten(change)];
  if (change.action === 'delete') return destroyed(change, lost, context);
  return change.action === 'replace' ? [replaced(change, lost)] : [];
};

const forgotten = ({ address }: Change): Refusal => ({
  address,
  what: 'leaves the state, and stays in the account',
  why: 'nobody looks after it any more, and the next plan may try to make it again',
  label: 'forget-resource',
  step: 'keep it declared, or say with the label that it is meant',
});

const destroyed = (change: Change, lost: string, context: Context): readonly Refusal[] => {
  const weekly = weeklyTableOf(change);
  if (weekly === undefined)
    return [
      {
        address: change.address,
        what: 'is destroyed',
        why: `lost: ${lost}`,
        step: 'was it renamed? then declare the move (`moveFromId`); a real tear-down is done by hand, as docs/deploy.md says',
      },
    ];
  const reason = reasonToKeep(weekly, context);
  if (reason === undefined) return [];
  return [
    {
      address: change.address,
      what: `the weekly table ${weekly.week} is destroyed`,
      why: reason,
      step: 'drop it once its week is past the retention, with a books file that shows it sealed and balanced (docs/deploy.md, "Rolling the week")',
    },
  ];
};

const replaced = ({ address, forcedBy }: Change, lost: string): Refusal => ({
  address,
  what: `is destroyed and made again${forcedBy.length > 0 ? `, because ${forcedBy.join(', ')} cannot be changed in place` : ''}`,
  why: `lost: ${lost}`,
  step: 'take the change back, or make a second one beside it, move what it holds, and tear the first down by hand (docs/deploy.md)',
});
