import { at, numberAt, said, textAt, textsOf } from './attributes.ts';
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

/** Lambda tries an event again up to two minutes after it failed. */
const retrySeconds = 120;

/** Minutes that hold so many failed tries in a row, each to its time-out; the last is told at its end, under the minute of its beginning. */
const minutesOf = (tries: number, timeoutSeconds: number): number =>
  Math.ceil((tries * (timeoutSeconds + retrySeconds)) / 60);

const isWokenSeldom = (woken: Resource, stack: Stack): boolean =>
  ofType(stack, 'aws_cloudwatch_event_target').some(({ attributes }) => {
    const schedule = textAt(referred(stack, attributes['rule'])?.attributes, 'schedule_expression');
    return (
      referred(stack, attributes['arn'])?.address === woken.address &&
      !['', 'rate(1 minute)'].includes(schedule)
    );
  });

const seldomFault = (woken: Resource, stack: Stack): string | undefined => {
  if (!isWokenSeldom(woken, stack)) return undefined;
  const alarm = ofType(stack, alarms).find(
    ({ address, attributes }) =>
      address.includes('function-failing') &&
      textAt(attributes, 'dimensions.FunctionName') === textAt(woken.attributes, 'function_name'),
  );
  const tries = numberAt(alarm?.attributes, 'datapoints_to_alarm');
  const minutes = numberAt(alarm?.attributes, 'evaluation_periods');
  return unless(
    tries <= 2 && minutes >= minutesOf(tries, numberAt(woken.attributes, 'timeout')),
    `its alarm wants ${said(tries)} bad minutes of ${said(minutes)}, which runs that time out, and their retries, never are`,
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
    'a function that the clock wakes seldom is heard when it fails',
    'aws_lambda_function',
    seldomFault,
    'let the alarm look back over a run and its retry, as modules/alarms.ts does for those that Functions calls seldom',
  ),
  each(
    'every consumer has an alarm on how far it is behind',
    'aws_lambda_event_source_mapping',
    consumerFault,
    'add it to what modules/alarms.ts watches: at the age of the retention records are lost',
  ),
];
