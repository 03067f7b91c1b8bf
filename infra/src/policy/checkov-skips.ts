/** A check of checkov that something of ours fails, on purpose. */
export interface Skip {
  /** `CKV_AWS_117` */
  readonly check: string;
  /** Of which resources: their local names. */
  readonly of: RegExp;
  /** Why it does not apply, or is not worth what it costs. */
  readonly reason: string;
}

/**
 * Every finding of checkov that is left as it is, and why: the one place for them. A skip that matches nothing any more fails the test, so
 * the list cannot outlive its reasons.
 */
export const skips: readonly Skip[] = [
  {
    check: 'CKV_AWS_116',
    of: /^functions_(count|validate|store)_/,
    reason:
      'consumers are fed by an event source mapping, whose on-failure bucket keeps what is given up, with its bytes',
  },
  {
    check: 'CKV_AWS_116',
    of: /^functions_(ingest|schema|meta|replay|batch|etl-calls|redshift-load-calls|books-calls|age-off-calls)_/,
    reason:
      'a dead-letter queue is for calls that nobody waits for; the front door waits, and the sender is told',
  },
  {
    check: 'CKV_AWS_116',
    of: /^functions_batch-split_/,
    reason: 'its queue has dead letters of its own, with an alarm',
  },
  {
    check: 'CKV_AWS_116',
    of: /^functions_(etl|redshift-load|scale-streams|scale-tables|books|age-off)_/,
    reason:
      'a wake carries no data: each one looks at all that is to do, so that one that is lost is made up for by the next',
  },
  {
    check: 'CKV_AWS_117',
    of: /^functions_/,
    reason:
      'functions call nothing but AWS, over TLS and signed; a VPC would add an interface endpoint for each service but S3 and DynamoDB, paid by hour and zone, and bound nothing that their roles do not',
  },
  {
    check: 'CKV_AWS_272',
    of: /^functions_/,
    reason:
      'the hash of the code is in the plan that is approved, and nothing that runs may change code (policy rule); signing would add a key to keep, and no one more who checks',
  },
  {
    check: 'CKV_AWS_144',
    of: /^buckets_/,
    reason:
      'an environment lives in one region, streams and tables too; a copy of its objects alone would bring nothing back',
  },
  {
    check: 'CKV_AWS_145',
    of: /^buckets_access-logs_/,
    reason:
      "S3's log delivery would need a right on the key; the bucket holds who read what, and no data of tenants",
  },
  {
    check: 'CKV2_AWS_62',
    of: /^buckets_(access-logs|objects)_/,
    reason: 'a new object is a fault in the other buckets; in these two it is what they are for',
  },
  {
    check: 'CKV2_AWS_62',
    of: /^query_artifacts_/,
    reason: 'a new object is a version of the service, which the plan that made it shows',
  },
  {
    check: 'CKV_AWS_144',
    of: /^query_artifacts_/,
    reason:
      'what it holds is built from the repository, or made again: versions of the service, its certificate',
  },
  {
    check: 'CKV_AWS_312',
    of: /^query$/,
    reason:
      'it looks for HealthStreamingEnabled where Beanstalk has no such option; the environment has it in cloudwatch:logs:health, and SystemType is enhanced',
  },
  {
    check: 'CKV2_AWS_5',
    of: /^query_groups_instances_/,
    reason: 'it is attached by an option of the Beanstalk environment, which checkov does not follow',
  },
];
