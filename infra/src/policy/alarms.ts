import { at, textAt, textsOf } from './attributes.ts';
import { each, unless, type Rule } from './rule.ts';
import { ofType, referred, type Resource, type Stack } from './stack.ts';

const alarms = 'aws_cloudwatch_metric_alarm';

/** A sentence of at least four words, and then where it is written what to do. */
const descriptionFault = ({ attributes }: Resource): string | undefined => {
  const [impact = '', runbook = ''] = textAt(attributes, 'alarm_description').split(' Runbook: ');
  return (
    unless(impact.split(' ').length >= 4, 'it does not say what it means for those who use the platform') ??
    unless(/^docs\/runbooks\/[a-z-]+\.md$/.test(runbook), 'it does not say which runbook to open')
  );
};

const isWatched = (stack: Stack, dimension: string, name: string, metric: string): boolean =>
  ofType(stack, alarms).some(
    ({ attributes }) =>
      textAt(attributes, 'metric_name') === metric && textAt(attributes, `dimensions.${dimension}`) === name,
  );

/** A rule that each of a type has an alarm on a metric of it. */
const watched = (
  what: string,
  type: string,
  by: { readonly dimension: string; readonly attribute: string; readonly metric: string },
): Rule =>
  each(
    `every ${what} has an alarm on ${by.metric}`,
    type,
    ({ attributes }, stack) =>
      unless(
        isWatched(stack, by.dimension, textAt(attributes, by.attribute), by.metric),
        `nobody is told of its ${by.metric}`,
      ),
    'add it to what modules/alarms.ts watches, with a kind of alarms.ts and its runbook',
  );

const consumerFault = ({ attributes }: Resource, stack: Stack): string | undefined => {
  const consumer = referred(stack, attributes['function_name']);
  const isOfQueue = referred(stack, attributes['event_source_arn'])?.type === 'aws_sqs_queue';
  return unless(
    isOfQueue ||
      isWatched(stack, 'FunctionName', textAt(consumer?.attributes, 'function_name'), 'IteratorAge'),
    'nobody is told when it falls behind',
  );
};

export const alarmRules: readonly Rule[] = [
  each(
    'an alarm says its impact and its runbook',
    alarms,
    descriptionFault,
    'give it a kind of alarms.ts, whose sentence says what users see',
  ),
  each(
    'an alarm rings',
    alarms,
    ({ attributes }, stack) =>
      unless(
        textsOf(attributes['alarm_actions']).some((one) => referred(stack, one)?.type === 'aws_sns_topic') &&
          at(attributes, 'actions_enabled') !== false,
        'nobody hears it',
      ),
    'give it the topic alarms',
  ),
  watched('function', 'aws_lambda_function', {
    dimension: 'FunctionName',
    attribute: 'function_name',
    metric: 'Errors',
  }),
  watched('function', 'aws_lambda_function', {
    dimension: 'FunctionName',
    attribute: 'function_name',
    metric: 'Throttles',
  }),
  each(
    'every consumer has an alarm on how far it is behind',
    'aws_lambda_event_source_mapping',
    consumerFault,
    'add it to what modules/alarms.ts watches: at the age of the retention records are lost',
  ),
];
