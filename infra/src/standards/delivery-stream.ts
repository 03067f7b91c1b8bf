import { CloudwatchLogStream } from '@cdktf/provider-aws/lib/cloudwatch-log-stream/index.js';
import {
  KinesisFirehoseDeliveryStream,
  type KinesisFirehoseDeliveryStreamConfig,
} from '@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream/index.js';
import { undeliveredPrefix } from '@sluice/core/layout';
import { Construct } from 'constructs';
import { wholeNumber } from './checked.ts';
import type { DataStream } from './data-stream.ts';
import { arnOf, nameOf, type Deployment } from './deployment.ts';
import type { EncryptionKey } from './encryption-key.ts';
import { LogGroup } from './log-group.ts';
import type { PrivateBucket } from './private-bucket.ts';
import { ServiceRole } from './service-role.ts';

/** When what was delivered becomes an object: at the first of the two. */
export interface BufferSettings {
  /** 60 to 900. */
  readonly seconds: number;
  /** 1 to 128. */
  readonly megabytes: number;
}

export interface DeliveryStreamProps {
  readonly deployment: Deployment;
  readonly part: string;
  readonly bucket: PrivateBucket;
  /** Folder of the objects, without the hour: `archive/raw/`. */
  readonly folder: string;
  readonly buffer: BufferSettings;
  /** The stream it reads, or the key of what is put to it directly. */
  readonly source: DataStream | EncryptionKey;
  readonly logs: { readonly retentionDays: number; readonly key: EncryptionKey };
}

/**
 * Records as objects `….json.gz` by hour of arrival. A record is a gzip member and members one after the other are a valid gzip file, so
 * nothing is transformed and nothing compressed again. What cannot be delivered lies below `undelivered/`.
 */
export class DeliveryStream extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: DeliveryStreamProps) {
    super(scope, id);
    const { deployment, part, bucket } = props;
    this.name = nameOf(deployment, part);
    this.arn = arnOf(deployment, 'firehose', `deliverystream/${this.name}`);
    const role = this.#role(props);
    new KinesisFirehoseDeliveryStream(this, 'Default', {
      name: this.name,
      destination: 'extended_s3',
      ...sourceOf(props.source, role),
      extendedS3Configuration: {
        roleArn: role.reference,
        bucketArn: bucket.referenceArn,
        ...layoutOf(props.folder),
        ...bufferingOf(part, props.buffer),
        compressionFormat: 'UNCOMPRESSED',
        cloudwatchLoggingOptions: this.#logging(props, role),
      },
      dependsOn: [role.policy],
    });
  }

  #role({ deployment, part, bucket, folder, source }: DeliveryStreamProps): ServiceRole {
    const role = new ServiceRole(this, 'role', {
      deployment,
      part: `${part}-delivery`,
      description: `Delivery of ${this.name} to ${bucket.name}`,
      service: 'firehose.amazonaws.com',
      trusted: { ArnEquals: { 'aws:SourceArn': this.arn } },
    });
    bucket.grantPut(role, `${folder}*`, `${undeliveredPrefix}${folder}*`);
    bucket.grantList(role);
    const actions = ['s3:GetBucketLocation', 's3:ListBucketMultipartUploads'];
    role.allow({ sid: 'DeliverToBucket', actions, resources: [bucket.arn] });
    if ('grantRead' in source) source.grantRead(role);
    return role;
  }

  #logging({ deployment, logs }: DeliveryStreamProps, role: ServiceRole) {
    const name = `/aws/kinesisfirehose/${this.name}`;
    const group = new LogGroup(this, 'logs', { deployment, name, ...logs });
    group.grantWrite(role);
    const stream = new CloudwatchLogStream(this, 'log-stream', {
      name: 'delivery',
      logGroupName: group.resource.name,
    });
    return { enabled: true, logGroupName: group.resource.name, logStreamName: stream.name };
  }
}

export { undeliveredPrefix as undelivered };

const sourceOf = (
  source: DataStream | EncryptionKey,
  role: ServiceRole,
): Pick<KinesisFirehoseDeliveryStreamConfig, 'kinesisSourceConfiguration' | 'serverSideEncryption'> =>
  'grantRead' in source
    ? { kinesisSourceConfiguration: { kinesisStreamArn: source.reference, roleArn: role.reference } }
    : { serverSideEncryption: { enabled: true, keyType: 'CUSTOMER_MANAGED_CMK', keyArn: source.arn } };

/** The hour is that of arrival, in UTC, of the oldest record in an object (AWS-FACTS 1.4). */
const hour = '!{timestamp:yyyy/MM/dd/HH}/';

const layoutOf = (folder: string) => ({
  prefix: `${folder}${hour}`,
  errorOutputPrefix: `${undeliveredPrefix}${folder}!{firehose:error-output-type}/${hour}`,
  fileExtension: '.json.gz',
});

const bufferingOf = (part: string, { seconds, megabytes }: BufferSettings) => ({
  bufferingInterval: wholeNumber(`the buffer of ${part} in seconds`, seconds, 60, 900),
  bufferingSize: wholeNumber(`the buffer of ${part} in megabytes`, megabytes, 1, 128),
});
