import { at, textAt } from './attributes.ts';
import { each, unless, type Rule } from './rule.ts';
import { referred } from './stack.ts';

/** checkov has no check for EMR Serverless (3.3.30): these rules are all that looks at it. */
const jobs = 'aws_emrserverless_application';
const logs = 'monitoring_configuration.s3_monitoring_configuration';

export const jobRules: readonly Rule[] = [
  each(
    'jobs stop when they are done, and have a bound on what they cost',
    jobs,
    ({ attributes }) =>
      unless(
        at(attributes, 'auto_stop_configuration.enabled') === true,
        'it runs, and costs, when nothing is to do',
      ) ?? unless(textAt(attributes, 'maximum_capacity.cpu') !== '', 'it grows without an end'),
    'set auto_stop_configuration and maximum_capacity',
  ),
  each(
    'logs of jobs are encrypted with a key of ours',
    jobs,
    ({ attributes }, stack) =>
      unless(
        at(attributes, 'monitoring_configuration.managed_persistence_monitoring_configuration.enabled') ===
          false && referred(stack, at(attributes, `${logs}.encryption_key_arn`))?.type === 'aws_kms_key',
        'AWS keeps its logs with a key of its own, or they are nowhere',
      ),
    'switch managed persistence off, and log to a bucket of ours with its key',
  ),
];
