import { KinesisStream, type KinesisStreamConfig } from '@cdktf/provider-aws/lib/kinesis-stream/index.js';
import { rangeText, type Range } from '@sluice/core/layout';
import type { TerraformResourceLifecycle } from 'cdktf';
import { Construct } from 'constructs';
import { ImpossibleSetting } from '../errors.ts';
import { wholeNumber } from './checked.ts';
import { arnOf, nameOf, type Deployment } from './deployment.ts';
import type { EncryptionKey } from './encryption-key.ts';
import { ignoring } from './ignoring.ts';
import { sidOf } from './policy-document.ts';
import type { ServiceRole } from './service-role.ts';

/** How a stream gets its shards. `shards`, `owner` and `bounds` are for provisioned streams alone. */
export interface StreamSettings {
  readonly mode: 'provisioned' | 'on-demand';
  /** How many shards it is made with, and keeps while Terraform owns the number. */
  readonly shards?: number;
  /** Who changes the number of shards. @default terraform: a number changed by hand shows in the next plan */
  readonly owner?: 'terraform' | 'scaler';
  /** Shards between which the scaler keeps it, where it is the owner. */
  readonly bounds?: Range;
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
  /** Shards between which the scaler keeps it; undefined where it is not the owner. */
  readonly scaled: Range | undefined;
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
    this.scaled = boundsOf(part, props.settings);
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

  /** Its open shards, and to change them. */
  grantScale(role: ServiceRole): void {
    const verbs = ['DescribeStreamSummary', 'ListShards', 'MergeShards', 'SplitShard', 'UpdateShardCount'];
    role.allow({
      sid: sidOf('Scale', this.#part),
      actions: verbs.map((verb) => `kinesis:${verb}`),
      resources: [this.arn],
    });
  }

  grantWrite(role: ServiceRole): void {
    this.#key.grantEncrypt(role);
    role.allow({ sid: sidOf('Write', this.#part), actions: ['kinesis:PutRecords'], resources: [this.arn] });
  }
}

/** AWS gives most regions 1,000 shards at first (CAPACITY 2.1). */
const mostShards = 1_000;

const capacityOf = (
  part: string,
  { mode, shards, owner, bounds }: StreamSettings,
): Pick<KinesisStreamConfig, 'shardCount' | 'streamModeDetails'> => {
  if (mode === 'provisioned')
    return {
      streamModeDetails: { streamMode: 'PROVISIONED' },
      shardCount: wholeNumber(`the number of shards of the stream ${part}`, shards ?? 0, 1, mostShards),
    };
  for (const [name, value] of Object.entries({ shards, owner, bounds: bounds && rangeText(bounds) }))
    if (value !== undefined)
      throw new ImpossibleSetting(
        `the stream ${part} is on-demand and has ${name} ${value}; leave it out, or make it provisioned`,
      );
  return { streamModeDetails: { streamMode: 'ON_DEMAND' } };
};

/** What it is made with is within the bounds: else the first tick would undo it. */
const boundsOf = (part: string, { owner, bounds, shards = 0 }: StreamSettings): Range | undefined => {
  if ((owner === 'scaler') !== (bounds !== undefined))
    throw new ImpossibleSetting(
      bounds === undefined
        ? `the stream ${part} is owned by the scaler and has no bounds; give the least and the most shards`
        : `the stream ${part} has bounds ${rangeText(bounds)} and is not owned by the scaler; leave them out, or make it the owner`,
    );
  if (bounds === undefined) return undefined;
  const least = wholeNumber(`the least shards of the stream ${part}`, bounds.least, 1, shards);
  const most = wholeNumber(`the most shards of the stream ${part}`, bounds.most, shards, mostShards);
  return { least, most };
};

/** The number of shards is left alone only where a scaler changes it (STYLE.md C8). */
const lifecycleOf = ({ owner }: StreamSettings): TerraformResourceLifecycle => ({
  preventDestroy: true,
  ...(owner === 'scaler' ? { ignoreChanges: ignoring<KinesisStreamConfig>('shardCount') } : {}),
});
