import type {
  S3BucketLifecycleConfigurationRule,
  S3BucketLifecycleConfigurationRuleFilter,
} from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js';
import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification/index.js';
import { Construct } from 'constructs';
import type { Settings } from '../environments.ts';
import { wholeNumber } from '../standards/checked.ts';
import type { Deployment } from '../standards/deployment.ts';
import type { EncryptionKey } from '../standards/encryption-key.ts';
import { PrivateBucket, type PrivateBucketProps } from '../standards/private-bucket.ts';

export interface BucketsProps {
  readonly deployment: Deployment;
  readonly settings: Settings['archives'];
  readonly key: EncryptionKey;
}

/** The object store, a bucket for each use, so that a role can be given one and not the others. */
export class Buckets extends Construct {
  /** All records of both stages, for ever. */
  readonly archive: PrivateBucket;
  /** Error records, as they are told to customers and to us. */
  readonly errors: PrivateBucket;
  /** What an event source mapping gave up on, with its records. */
  readonly onFailure: PrivateBucket;
  /** Bodies of events too large for a near-line item. */
  readonly objects: PrivateBucket;
  /** The lake, its manifests, and what is loaded into the warehouse. */
  readonly lake: PrivateBucket;
  /** Files of events, as they were sent. */
  readonly uploads: PrivateBucket;
  readonly #props: BucketsProps;
  /** Who accessed what in the others. */
  readonly accessLogs: PrivateBucket;

  constructor(scope: Construct, id: string, props: BucketsProps) {
    super(scope, id);
    this.#props = props;
    this.accessLogs = this.#makeAccessLogs();
    const { glacierAfterDays } = props.settings;
    this.archive = this.#make('archive', {
      rules: [
        toGlacier('raw-to-glacier', glacierAfterDays, { prefix: 'archive/raw/' }),
        // What the batch has not read yet is read soon, and again where a run fails: not before it says so.
        toGlacier('staged-to-glacier', glacierAfterDays, {
          tag: [{ key: inLakeTag.Key, value: inLakeTag.Value }],
        }),
      ],
    });
    this.errors = this.#make('errors', {
      rules: [toGlacier('to-glacier', glacierAfterDays, { prefix: '' })],
    });
    this.onFailure = this.#make('on-failure', {});
    this.objects = this.#make('objects', {});
    this.lake = this.#make('lake', { rules: [endOf('job-logs', 'job-logs/', 90)] });
    // The loads are woken by new manifests.
    new S3BucketNotification(this, 'lake-events', { bucket: this.lake.reference, eventbridge: true });
    // The raw archive has the events for ever; the file itself is for whoever asks what was sent.
    this.uploads = this.#make('uploads', { rules: [endOf('files', 'files/', 400)] });
  }

  #make(part: string, more: Partial<PrivateBucketProps>): PrivateBucket {
    const { deployment, key } = this.#props;
    return new PrivateBucket(this, part, { deployment, part, key, accessLogs: this.accessLogs, ...more });
  }

  #makeAccessLogs(): PrivateBucket {
    const { deployment } = this.#props;
    const part = 'access-logs';
    const own = `arn:aws:s3:::sluice-${deployment.environment}-`;
    return new PrivateBucket(this, part, {
      deployment,
      part,
      rules: [{ id: 'a-year', status: 'Enabled', filter: [{ prefix: '' }], expiration: [{ days: 365 }] }],
      statements: [
        {
          sid: 'WriteAccessLogs',
          principal: { service: 'logging.s3.amazonaws.com' },
          actions: ['s3:PutObject'],
          resources: [`${own}${part}-${deployment.account}/*`],
          conditions: {
            StringEquals: { 'aws:SourceAccount': deployment.account },
            ArnLike: { 'aws:SourceArn': `${own}*` },
          },
        },
      ],
    });
  }
}

const endOf = (id: string, prefix: string, days: number) => ({
  id,
  status: 'Enabled',
  filter: [{ prefix }],
  expiration: [{ days }],
});

/** As the batch writes it (`inLakeTag` of @sluice/aws/lake). */
const inLakeTag = { Key: 'sluice:in-lake', Value: 'true' };

const toGlacier = (
  id: string,
  days: number,
  filter: S3BucketLifecycleConfigurationRuleFilter,
): S3BucketLifecycleConfigurationRule => ({
  id,
  status: 'Enabled',
  filter: [filter],
  transition: [
    {
      days: wholeNumber('the days after which archives are in Glacier', days, 0, 3_650),
      // Instant Retrieval: what is colder must be restored before replay and books can read it.
      storageClass: 'GLACIER_IR',
    },
  ],
});
