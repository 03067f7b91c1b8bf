import { describe, expect, it } from 'vitest';
import { applyAll } from './apply.ts';
import { relaxed, without } from './relaxed.ts';
import { smallStack } from './small-stack.ts';
import { missing, mirrored } from './terraform.ts';

const reason = await missing();
if (reason !== undefined) console.log(`skipped: no real apply, because ${reason}`);

describe.skipIf(reason !== undefined)('the dev stack, with the real Terraform', () => {
  it('is applied, stays as it is in a second plan, and is destroyed', { timeout: 900_000 }, async () => {
    const applied = await applyAll((line) => console.log(line));
    expect(applied.secondPlan.code, applied.secondPlan.text).toBe(0);
    // Exact, so that a resource that nobody ever applied is not added unseen. Add to it with the reason in not-applied.ts.
    const isSmall = applied.source.startsWith('a small stack');
    expect(applied.leftTypes).toEqual(
      isSmall
        ? []
        : [
            'aws_budgets_budget',
            'aws_cognito_identity_pool_roles_attachment',
            'aws_elastic_beanstalk_application',
            'aws_elastic_beanstalk_application_version',
            'aws_elastic_beanstalk_environment',
            'aws_emrserverless_application',
            'aws_redshiftserverless_namespace',
            'aws_redshiftserverless_workgroup',
            'aws_s3_bucket_logging',
            'aws_s3_object',
          ],
    );
    expect(applied.guarded).toBe(!isSmall);
    expect(applied.leftAddresses.map((address) => address.replace(/_[0-9A-F]{8}$/, ''))).toEqual(
      isSmall ? [] : leftBehind,
    );
    expect(applied.applied + applied.left.length).toBe(applied.planned);
  });
});

/**
 * What refers to what moto lacks: the query service's load balancer and scaling group, and the functions of the batch, of loads and of the
 * books, which are told the cluster and the warehouse.
 */
const leftBehind = [
  'aws_apigatewayv2_integration.front-door_books-calls_integration',
  'aws_apigatewayv2_integration.front-door_redshift-load-calls_integration',
  'aws_apigatewayv2_integration.query_link_integration',
  'aws_apigatewayv2_route.front-door_books-calls_meta-v1-meta-books',
  'aws_apigatewayv2_route.front-door_books-calls_v1-meta-books',
  'aws_apigatewayv2_route.front-door_redshift-load-calls_ops-v1-ops-load-all',
  'aws_apigatewayv2_route.front-door_redshift-load-calls_ops-v1-ops-load',
  'aws_apigatewayv2_route.front-door_redshift-load-calls_v1-ops-load-all',
  'aws_apigatewayv2_route.front-door_redshift-load-calls_v1-ops-load',
  'aws_apigatewayv2_route.query_link_query-v1-query',
  'aws_apigatewayv2_route.query_link_v1-query',
  'aws_cloudwatch_dashboard.dashboard',
  'aws_cloudwatch_event_rule.functions_etl_job-ended',
  'aws_cloudwatch_event_target.functions_books_clock_target',
  'aws_cloudwatch_event_target.functions_etl_clock_target',
  'aws_cloudwatch_event_target.functions_etl_job-ended_target',
  'aws_cloudwatch_event_target.functions_redshift-load_clock_target',
  'aws_cloudwatch_event_target.functions_redshift-load_comparing_target',
  'aws_cloudwatch_event_target.functions_redshift-load_published_target',
  'aws_cloudwatch_event_target.functions_redshift-load_statement_target',
  'aws_cloudwatch_metric_alarm.alarms_query-busy',
  'aws_iam_role_policy.functions_books-calls_role_policy',
  'aws_iam_role_policy.functions_books_role_policy',
  'aws_iam_role_policy.functions_etl_role_policy',
  'aws_iam_role_policy.functions_redshift-load-calls_role_policy',
  'aws_iam_role_policy.functions_redshift-load_role_policy',
  'aws_lambda_function.functions_books-calls',
  'aws_lambda_function.functions_books',
  'aws_lambda_function.functions_etl',
  'aws_lambda_function.functions_redshift-load-calls',
  'aws_lambda_function.functions_redshift-load',
  'aws_lambda_permission.front-door_books-calls_permission',
  'aws_lambda_permission.front-door_redshift-load-calls_permission',
  'aws_lambda_permission.functions_books_clock_permission',
  'aws_lambda_permission.functions_etl_clock_permission',
  'aws_lambda_permission.functions_etl_job-ended_permission',
  'aws_lambda_permission.functions_redshift-load_clock_permission',
  'aws_lambda_permission.functions_redshift-load_comparing_permission',
  'aws_lambda_permission.functions_redshift-load_published_permission',
  'aws_lambda_permission.functions_redshift-load_statement_permission',
];

describe('the copy that is applied', () => {
  it('has the provider of the mirror, no backend, and says so', () => {
    const stack = smallStack();
    stack.terraform['backend'] = { s3: { bucket: 'x' } };
    const { stack: copy, changes } = relaxed(stack);
    expect(copy.terraform).toEqual({
      required_providers: { aws: { source: 'hashicorp/aws', version: mirrored } },
    });
    expect(changes).toEqual([
      `the provider aws is ${mirrored} here, and 6.25.0 in the product`,
      expect.stringContaining('is not compared'),
      expect.stringContaining('is not compared'),
      expect.stringContaining('backend'),
    ]);
  });

  it('leaves out what refers to what is left out, through others too', () => {
    const { left, stack } = without(smallStack(), new Set(['aws_iam_role']));
    expect(left).toEqual([
      'aws_iam_role.store_role',
      'aws_iam_role_policy.store_policy',
      'aws_lambda_event_source_mapping.store_mapping',
      'aws_lambda_function.store_function',
    ]);
    expect(stack.resource['aws_lambda_function']).toBeUndefined();
    expect(stack.resource['aws_kinesis_stream']).toBeDefined();
  });
});
