import { at, listOf, numberAt, textAt } from './attributes.ts';
import { each, unless, type Rule } from './rule.ts';
import { referred } from './stack.ts';

/** What a tenant sends, or could hide in a path or query, is in no log. */
const payload = /\$context\.(path|domainName|authorizer|requestOverride)|querystring|\$input|\$request/i;

export const logs: readonly Rule[] = [
  each(
    'logs are kept a year, and not for ever',
    'aws_cloudwatch_log_group',
    ({ attributes }) => {
      const days = numberAt(attributes, 'retention_in_days');
      return unless(days >= 365, `it is kept ${Number.isNaN(days) ? 'for ever' : `${days} days`}`);
    },
    'make it with standards/log-group.ts; an audit asks for a year',
  ),
  each(
    'calls of the front door are logged',
    'aws_apigatewayv2_stage',
    ({ attributes }, stack) =>
      unless(
        referred(stack, at(attributes, 'access_log_settings.destination_arn'))?.type ===
          'aws_cloudwatch_log_group',
        'nobody could tell who called',
      ),
    'give it access_log_settings with a log group of the stack',
  ),
  each(
    'what a tenant sends is in no log',
    'aws_apigatewayv2_stage',
    ({ attributes }) =>
      unless(!payload.test(textAt(attributes, 'access_log_settings.format')), 'it logs what tenants send') ??
      unless(
        [attributes['default_route_settings'], ...listOf(attributes['route_settings'])].every(
          (one) => at(one, 'data_trace_enabled') !== true,
        ),
        'it logs bodies (data trace)',
      ),
    'log the route, the status and the principal alone (modules/front-door.ts)',
  ),
];
