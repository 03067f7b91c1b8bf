import { at, numberAt, said, textAt, textsOf } from './attributes.ts';
import { ruleOver, unless, type Rule } from './rule.ts';
import { ofType, referred, type Resource, type Stack } from './stack.ts';

const mappings = (stack: Stack): readonly Resource[] => ofType(stack, 'aws_lambda_event_source_mapping');

const sourceOf = (mapping: Resource, stack: Stack): Resource | undefined =>
  referred(stack, mapping.attributes['event_source_arn']);

/** Those that read a stream: all but those of a queue, which keeps and redrives what fails by itself. */
const ofStreams = (stack: Stack): readonly Resource[] =>
  mappings(stack).filter((one) => sourceOf(one, stack)?.type !== 'aws_sqs_queue');

const ageFault = (mapping: Resource, stack: Stack): string | undefined => {
  const age = numberAt(mapping.attributes, 'maximum_record_age_in_seconds');
  const hours = numberAt(sourceOf(mapping, stack)?.attributes, 'retention_period');
  return unless(
    age === -1 || age >= hours * 3_600,
    `its limit on the age of records is ${said(age)} (seconds); the stream keeps them ${said(hours)} hours`,
  );
};

const standard = 'declare it with modules/event-source.ts';

export const eventSources: readonly Rule[] = [
  ruleOver(
    'consumers report which record failed',
    mappings,
    ({ attributes }) =>
      unless(
        textsOf(attributes['function_response_types']).includes('ReportBatchItemFailures'),
        'a failure repeats the whole batch',
      ),
    `add ReportBatchItemFailures; ${standard}`,
  ),
  ruleOver(
    'a poison record is isolated',
    ofStreams,
    ({ attributes }) =>
      unless(
        attributes['bisect_batch_on_function_error'] === true,
        'a record that kills the function takes its batch along',
      ),
    `set bisect_batch_on_function_error; ${standard}`,
  ),
  ruleOver(
    'retries end',
    ofStreams,
    ({ attributes }) => {
      const retries = numberAt(attributes, 'maximum_retry_attempts');
      return unless(
        retries >= 1 && retries <= 10_000,
        `its limit on tries is ${said(retries)}: never, or for ever`,
      );
    },
    `set maximum_retry_attempts between 1 and 10,000; ${standard}`,
  ),
  ruleOver(
    'what is given up lands in a bucket, whole',
    ofStreams,
    ({ attributes }, stack) =>
      unless(
        referred(stack, at(attributes, 'destination_config.on_failure.destination_arn'))?.type ===
          'aws_s3_bucket',
        'records that are given up are lost: a queue or topic gets their numbers, not their bytes',
      ),
    `set the on-failure destination to the bucket on-failure; ${standard}`,
  ),
  ruleOver(
    'consumers start with the oldest record',
    ofStreams,
    ({ attributes }) =>
      unless(
        textAt(attributes, 'starting_position') === 'TRIM_HORIZON',
        'what is on the stream before it is made is never read',
      ),
    `set starting_position to TRIM_HORIZON; ${standard}`,
  ),
  ruleOver(
    'no record is given up while the stream has it',
    ofStreams,
    ageFault,
    `set maximum_record_age_in_seconds to the retention of the stream, or to -1; ${standard}`,
  ),
];
