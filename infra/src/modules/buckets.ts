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
  readonly #props: BucketsProps;
  /** Who accessed what in the others. */
  readonly accessLogs: PrivateBucket;

  constructor(scope: Construct, id: string, props: BucketsProps) {
    super(scope, id);
    this.#props = props;
    this.accessLogs = this.#makeAccessLogs();
    this.archive = this.#make('archive', { rules: [toGlacier(props.settings.glacierAfterDays)] });
    this.errors = this.#make('errors', { rules: [toGlacier(props.settings.glacierAfterDays)] });
    this.onFailure = this.#make('on-failure', {});
    this.objects = this.#make('objects', {});
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

const toGlacier = (days: number) => ({
  id: 'to-glacier',
  status: 'Enabled',
  filter: [{ prefix: '' }],
  transition: [
    {
      days: wholeNumber('the days after which archives are in Glacier', days, 0, 3_650),
      // Instant Retrieval: what is colder must be restored before replay and books can read it.
      storageClass: 'GLACIER_IR',
    },
  ],
});
