import { KinesisStream, type KinesisStreamConfig } from '@cdktf/provider-aws/lib/kinesis-stream/index.js';
import type { TerraformResourceLifecycle } from 'cdktf';
import { Construct } from 'constructs';
import { ImpossibleSetting } from '../errors.ts';
import { wholeNumber } from './checked.ts';
import { arnOf, nameOf, type Deployment } from './deployment.ts';
import type { EncryptionKey } from './encryption-key.ts';
import { ignoring } from './ignoring.ts';
import { sidOf } from './policy-document.ts';
import type { ServiceRole } from './service-role.ts';

/** How a stream gets its shards. `shards` and `owner` are for provisioned streams alone. */
export interface StreamSettings {
  readonly mode: 'provisioned' | 'on-demand';
  /** How many shards it is made with, and keeps while Terraform owns the number. */
  readonly shards?: number;
  /** Who changes the number of shards. @default terraform: a number changed by hand shows in the next plan */
  readonly owner?: 'terraform' | 'scaler';
}

export interface DataStreamProps {
  readonly deployment: Deployment;
  readonly part: string;
  readonly settings: StreamSettings;
  /** Records are kept this long: 168 (a week, longer than any outage over a weekend) to 8,760. */
  readonly retentionHours: number;
  readonly key: EncryptionKey;
}

/** A Kinesis data stream, encrypted, that Terraform does not destroy. */
export class DataStream extends Construct {
  readonly name: string;
  readonly arn: string;
  readonly #part: string;
  readonly #key: EncryptionKey;
  readonly #stream: KinesisStream;

  constructor(scope: Construct, id: string, props: DataStreamProps) {
    super(scope, id);
    const { deployment, part, key } = props;
    this.name = nameOf(deployment, part);
    this.arn = arnOf(deployment, 'kinesis', `stream/${this.name}`);
    this.#part = part;
    this.#key = key;
    this.#stream = new KinesisStream(this, 'Default', {
      name: this.name,
      ...capacityOf(part, props.settings),
      retentionPeriod: wholeNumber(
        `the retention of the stream ${part} in hours`,
        props.retentionHours,
        168,
        8_760,
      ),
      encryptionType: 'KMS',
      kmsKeyId: key.arn,
      lifecycle: lifecycleOf(props.settings),
    });
  }

  /** Whatever is given it is made after the stream. */
  get reference(): string {
    return this.#stream.arn;
  }

  grantRead(role: ServiceRole): void {
    this.#key.grantDecrypt(role);
    const verbs = [
      'DescribeStream',
      'DescribeStreamSummary',
      'GetRecords',
      'GetShardIterator',
      'ListShards',
      'ListStreams',
    ];
    role.allow({
      sid: sidOf('Read', this.#part),
      actions: verbs.map((verb) => `kinesis:${verb}`),
      resources: [this.arn],
    });
  }

  /** How many shards it has. */
  grantDescribe(role: ServiceRole): void {
    role.allow({
      sid: sidOf('Describe', this.#part),
      actions: ['kinesis:DescribeStreamSummary'],
      resources: [this.arn],
    });
  }

  grantWrite(role: ServiceRole): void {
    this.#key.grantEncrypt(role);
    role.allow({ sid: sidOf('Write', this.#part), actions: ['kinesis:PutRecords'], resources: [this.arn] });
  }
}

const capacityOf = (
  part: string,
  { mode, shards, owner }: StreamSettings,
): Pick<KinesisStreamConfig, 'shardCount' | 'streamModeDetails'> => {
  if (mode === 'provisioned')
    return {
      streamModeDetails: { streamMode: 'PROVISIONED' },
      // AWS gives most regions 1,000 shards at first (CAPACITY 2.1).
      shardCount: wholeNumber(`the number of shards of the stream ${part}`, shards ?? 0, 1, 1_000),
    };
  for (const [name, value] of Object.entries({ shards, owner }))
    if (value !== undefined)
      throw new ImpossibleSetting(
        `the stream ${part} is on-demand and has ${name} ${String(value)}; leave it out, or make it provisioned`,
      );
  return { streamModeDetails: { streamMode: 'ON_DEMAND' } };
};

/** The number of shards is left alone only where a scaler changes it (STYLE.md C8). */
const lifecycleOf = ({ owner }: StreamSettings): TerraformResourceLifecycle => ({
  preventDestroy: true,
  ...(owner === 'scaler' ? { ignoreChanges: ignoring<KinesisStreamConfig>('shardCount') } : {}),
});
