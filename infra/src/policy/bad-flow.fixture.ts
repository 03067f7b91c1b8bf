/** What runs, badly: consumers, functions, logs, the front door, alarms. */
import { adding, setting, shownAt, without, type BadStack, type Breaking } from './broken.fixture.ts';

const made = 'aws_lambda_function';
const stage = 'aws_apigatewayv2_stage';
const alarm = 'aws_cloudwatch_metric_alarm';
const mapped = (path: string, value?: unknown): Breaking =>
  setting('aws_lambda_event_source_mapping', 'store', path, value);
const store = (path: string, value?: unknown): Breaking => setting(made, 'store', path, value);
const given = (name: string, value: string): Breaking => store(`environment.variables.${name}`, value);

const consumers: readonly BadStack[] = [
  ['consumers report which record failed', 'not at all', mapped('function_response_types')],
  ['a poison record is isolated', 'never', mapped('bisect_batch_on_function_error', false)],
  ['retries end', 'never', mapped('maximum_retry_attempts', -1)],
  ['retries end', 'by default', mapped('maximum_retry_attempts')],
  ['retries end', 'none', mapped('maximum_retry_attempts', 0)],
  ['what is given up lands in a bucket, whole', 'nowhere', mapped('destination_config')],
  [
    'what is given up lands in a bucket, whole',
    'a topic',
    mapped('destination_config.on_failure.destination_arn', '${aws_sns_topic.alarms_93940331.arn}'),
  ],
  ['consumers start with the oldest record', 'the newest', mapped('starting_position', 'LATEST')],
  [
    'no record is given up while the stream has it',
    'an hour',
    mapped('maximum_record_age_in_seconds', 3_600),
  ],
  ['no record is given up while the stream has it', 'by default', mapped('maximum_record_age_in_seconds')],
  [
    'no record is given up while the stream has it',
    'a longer stream',
    shownAt(
      ['aws_lambda_event_source_mapping', 'store'],
      setting('aws_kinesis_stream', 'staged', 'retention_period', 336),
    ),
  ],
];

const functions: readonly BadStack[] = [
  ['functions run on arm64, on one runtime', 'x86', store('architectures', ['x86_64'])],
  ['functions run on arm64, on one runtime', 'x86 by default', store('architectures')],
  ['functions run on arm64, on one runtime', 'another runtime', store('runtime', 'nodejs20.x')],
  ['functions end', 'later than Lambda lets them', store('timeout', 901)],
  ['functions end', 'by default', store('timeout')],
  ['functions have a bound on how many run at once', 'none', store('reserved_concurrent_executions')],
  ['functions have a bound on how many run at once', 'never run', store('reserved_concurrent_executions', 0)],
  [
    'functions have a log group that ends',
    'none',
    shownAt([made, 'store'], without('aws_cloudwatch_log_group', 'store')),
  ],
  [
    'functions have a log group that ends',
    'for ever',
    shownAt([made, 'store'], setting('aws_cloudwatch_log_group', 'store', 'retention_in_days')),
  ],
  ['functions have a log group that ends', 'made too late', store('depends_on', [])],
  [
    'functions have a role each',
    'a shared one',
    (stack) =>
      store(
        'role',
        stack.find(({ address }) => address.includes('aws_lambda_function.functions_meta'))?.attributes[
          'role'
        ],
      )(stack),
  ],
  [
    'functions have a role each',
    'a role from elsewhere',
    store('role', 'arn:aws:iam::123456789012:role/shared'),
  ],
  ['functions are traced', 'off', store('tracing_config.mode', 'PassThrough')],
  ['no secret is in a variable', 'by its name', given('WAREHOUSE_PASSWORD', 'x')],
  ['no secret is in a variable', 'by its value', given('KEY', 'AKIAIOSFODNN7EXAMPLE')],
  [
    'no secret is in a variable',
    'in an address',
    given('DATABASE', 'postgres://sluice:x@warehouse:5439/sluice'),
  ],
  ['no secret is in a variable', 'by reference', given('KEY', '${aws_iam_access_key.k.secret}')],
  [
    'the gateway waits as long as a function takes',
    'less',
    shownAt(['aws_apigatewayv2_integration', 'ingest'], setting(made, 'ingest', 'timeout', 60)),
  ],
];

const doors: readonly BadStack[] = [
  [
    'logs are kept a year, and not for ever',
    'a month',
    setting('aws_cloudwatch_log_group', 'store', 'retention_in_days', 30),
  ],
  [
    'logs are kept a year, and not for ever',
    'for ever',
    setting('aws_cloudwatch_log_group', 'archives_raw', 'retention_in_days'),
  ],
  ['calls of the front door are logged', 'off', setting(stage, 'front-door', 'access_log_settings')],
  [
    'what a tenant sends is in no log',
    'bodies of one route',
    setting(stage, 'front-door', 'route_settings', [
      { route_key: 'a' },
      { route_key: 'b', data_trace_enabled: true },
    ]),
  ],
  [
    'what a tenant sends is in no log',
    'the path',
    setting(stage, 'front-door', 'access_log_settings.format', '$context.path'),
  ],
  [
    'what a tenant sends is in no log',
    'bodies',
    setting(stage, 'front-door', 'default_route_settings.data_trace_enabled', true),
  ],
  [
    'every route is signed',
    'open',
    setting('aws_apigatewayv2_route', 'ingest', 'authorization_type', 'NONE'),
  ],
  [
    'every route is signed',
    'open by default',
    setting('aws_apigatewayv2_route', 'meta', 'authorization_type'),
  ],
  ['no route catches all', 'default', setting('aws_apigatewayv2_route', 'meta', 'route_key', '$default')],
  [
    'no route catches all',
    'everything',
    setting('aws_apigatewayv2_route', 'meta', 'route_key', 'ANY /{proxy+}'),
  ],
  [
    'the front door has a limit',
    'none',
    setting(stage, 'front-door', 'default_route_settings.throttling_rate_limit'),
  ],
  [
    'web pages of others cannot call',
    'every page',
    setting('aws_apigatewayv2_api', 'front-door', 'cors_configuration.allow_origins', ['*']),
  ],
];

const alarms: readonly BadStack[] = [
  ['an alarm says its impact and its runbook', 'nothing', setting(alarm, 'store', 'alarm_description')],
  [
    'an alarm says its impact and its runbook',
    'no impact',
    setting(alarm, 'store', 'alarm_description', 'Errors. Runbook: docs/runbooks/function-failing.md'),
  ],
  [
    'an alarm says its impact and its runbook',
    'no runbook',
    setting(alarm, 'store', 'alarm_description', 'Events come to SQL late, or not.'),
  ],
  ['an alarm rings', 'nowhere', setting(alarm, 'store', 'alarm_actions', [])],
  ['an alarm rings', 'muted', setting(alarm, 'store', 'actions_enabled', false)],
  [
    'every function has an alarm on Errors',
    'none',
    shownAt([made, 'store'], without(alarm, 'function-failing-store')),
  ],
  [
    'every function has an alarm on Throttles',
    'none',
    shownAt([made, 'store'], without(alarm, 'function-throttled-store')),
  ],
  [
    'a function that the clock wakes seldom is heard when it fails',
    'three of five minutes',
    shownAt([made, 'books_'], setting(alarm, 'function-failing-books_', 'evaluation_periods', 5)),
  ],
  [
    'a function that the clock wakes seldom is heard when it fails',
    'three tries',
    shownAt([made, 'age-off_'], setting(alarm, 'function-failing-age-off_', 'datapoints_to_alarm', 3)),
  ],
  [
    'every consumer has an alarm on how far it is behind',
    'a new one',
    adding('aws_lambda_event_source_mapping', {
      function_name: '${aws_lambda_function.functions_meta_720693A4.function_name}',
    }),
  ],
];

export const badFlow: readonly BadStack[] = [...consumers, ...functions, ...doors, ...alarms];
