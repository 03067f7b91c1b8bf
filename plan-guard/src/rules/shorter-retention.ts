import { at, elementsOf, numberOf } from '../json.ts';
import type { Change } from '../plan/plan.ts';
import { expiryFaults } from './expiry.ts';
import { joinsExisting } from './owner.ts';
import type { Rule } from './rule.ts';

/** Nothing is kept for a shorter time than before. */
export const keepsRetention: Rule = (change, { plan }) => {
  if (change.action === 'create' && !joinsExisting(change, plan)) return [];
  if (change.action === 'none' || change.action === 'forget') return [];
  return faults(change).map((why) => ({
    address: change.address,
    what: 'something is kept for a shorter time',
    why,
    label: 'shorten-retention',
    step: 'keep it as it is, or have a person set the label: what expires is gone',
  }));
};

const faults = (change: Change): readonly string[] => {
  switch (change.type) {
    case 'aws_kinesis_stream':
      return shorter(change, 'retention_period', 'hours');
    case 'aws_cloudwatch_log_group':
      return logFaults(change);
    case 'aws_sqs_queue':
      return shorter(change, 'message_retention_seconds', 'seconds');
    case 'aws_kms_key':
      return shorter(change, 'deletion_window_in_days', 'days');
    case 'aws_dynamodb_table':
      return tableFaults(change);
    case 'aws_s3_bucket_lifecycle_configuration':
      return expiryFaults(change);
    case 'aws_lambda_function':
      return windowFaults(change);
    default:
      return [];
  }
};

/** A number that may not fall. Destroying the resource is another rule's affair. */
const shorter = (
  { action, before, after, unknown }: Change,
  name: string,
  unit: string,
): readonly string[] => {
  const [old, now] = [numberOf(before[name]), numberOf(after[name])];
  if (action === 'delete' || action === 'replace' || old === undefined) return [];
  if (unknown[name] === true) return [`${name} is known only after the apply; it was ${old} ${unit}`];
  return now === undefined || now < old ? [`${name} falls from ${old} to ${now ?? 'none'} ${unit}`] : [];
};

/** A log group that is destroyed takes its logs along; 0 days means for ever. */
const logFaults = ({ action, before, after }: Change): readonly string[] => {
  if (action === 'delete' || action === 'replace')
    return ['the log group is destroyed, and its logs with it'];
  const days = (value: unknown) => (numberOf(value) ?? 0) || Infinity;
  const [old, now] = [days(before['retention_in_days']), days(after['retention_in_days'])];
  const text = (count: number) => (count === Infinity ? 'for ever' : `${count} days`);
  return now < old ? [`logs are kept ${text(now)}, before ${text(old)}`] : [];
};

const tableFaults = ({ action, before, after }: Change): readonly string[] => {
  if (action !== 'update') return [];
  const recovery = (values: Change['before']) => elementsOf(values['point_in_time_recovery'])[0];
  const [old, now] = [recovery(before), recovery(after)];
  const days = (value: unknown) => numberOf(at(value, 'recovery_period_in_days')) ?? 35;
  const isOn = (value: unknown) => at(value, 'enabled') === true;
  const expires = (values: Change['before']) => at(values, 'ttl', 0, 'enabled') === true;
  return [
    ...(isOn(old) && !isOn(now)
      ? ['point in time recovery is turned off: the table can no longer be brought back']
      : []),
    ...(isOn(old) && isOn(now) && days(now) < days(old)
      ? [`point in time recovery falls from ${days(old)} to ${days(now)} days`]
      : []),
    ...(expires(after) && !expires(before) ? ['items expire from now on (ttl)'] : []),
  ];
};

/** Near-line weeks: which tables an event may still go to, and so when a week is dropped. */
const windowFaults = ({ action, before, after }: Change): readonly string[] => {
  const weeks = (values: Change['before']) =>
    Number(at(values, 'environment', 0, 'variables', 'RETENTION_WEEKS'));
  const [old, now] = [weeks(before), weeks(after)];
  return action === 'update' && now < old
    ? [`RETENTION_WEEKS falls from ${old} to ${now}: weeks are dropped earlier`]
    : [];
};
