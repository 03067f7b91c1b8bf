/**
 * Resource types that a moto server cannot apply, and why (moto 5.2 with the provider 5.100). They are planned, and then left out, with
 * what refers to them. The test asserts which of them the stack has, so that the list cannot grow unseen.
 */
export const notApplied: ReadonlyMap<string, string> = new Map([
  ['aws_budgets_budget', 'moto has no DescribeSubscribersForNotification'],
  ['aws_cognito_identity_pool_roles_attachment', 'moto has no SetIdentityPoolRoles'],
  [
    'aws_s3_bucket_logging',
    'moto takes only a policy whose resource is a text, and whose every principal is an object',
  ],
  [
    'aws_s3_object',
    'moto takes the refusal of plain HTTP in the policy of its bucket, and is asked by plain HTTP',
  ],
  ['aws_redshiftserverless_namespace', 'moto has no Redshift Serverless'],
  ['aws_redshiftserverless_workgroup', 'moto has no Redshift Serverless'],
  ['aws_emrserverless_application', 'moto says STARTED where the provider waits for CREATED'],
  ['aws_elastic_beanstalk_application', 'moto has no ListTagsForResource of Elastic Beanstalk'],
  ['aws_elastic_beanstalk_application_version', 'moto has no ListTagsForResource of Elastic Beanstalk'],
  ['aws_elastic_beanstalk_environment', 'moto has no ListTagsForResource of Elastic Beanstalk'],
]);
