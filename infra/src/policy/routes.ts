import { at, numberAt, textAt, textsOf } from './attributes.ts';
import { each, unless, type Rule } from './rule.ts';

const origins = 'cors_configuration.allow_origins';

export const routes: readonly Rule[] = [
  each(
    'every route is signed',
    'aws_apigatewayv2_route',
    ({ attributes }) =>
      unless(textAt(attributes, 'authorization_type') === 'AWS_IAM', 'whoever finds it may call it'),
    'set authorization_type to AWS_IAM: a tenant is whoever signed (DESIGN P4)',
  ),
  each(
    'no route catches all',
    'aws_apigatewayv2_route',
    ({ attributes }) =>
      unless(
        /^(ANY|GET|PUT|POST|PATCH|DELETE) \/\w/.test(textAt(attributes, 'route_key')),
        'it is for every path',
      ),
    'name the path: calls that nobody wrote code for are 404',
  ),
  each(
    'the front door has a limit',
    'aws_apigatewayv2_stage',
    ({ attributes }) =>
      unless(
        numberAt(attributes, 'default_route_settings.throttling_rate_limit') > 0 &&
          numberAt(attributes, 'default_route_settings.throttling_burst_limit') > 0,
        'it takes as much as the whole account may',
      ),
    'name it in frontDoor of environments.ts',
  ),
  each(
    'web pages of others cannot call',
    'aws_apigatewayv2_api',
    ({ attributes }) =>
      unless(
        textsOf(at(attributes, origins)).every((one) => /^https:\/\/[^*]+$/.test(one)),
        'it answers to pages of every origin',
      ),
    'name the origins in webOrigins of environments.ts, with https://',
  ),
];
