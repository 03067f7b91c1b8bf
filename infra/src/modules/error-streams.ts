import { errorStreamName, physicalName } from '@sluice/core/layout';
import { Construct } from 'constructs';
import type { Settings } from '../environments.ts';
import { wholeNumber } from '../standards/checked.ts';
import { arnOf, type Deployment } from '../standards/deployment.ts';
import { DeliveryStream, type DeliveryStreamProps } from '../standards/delivery-stream.ts';
import type { EncryptionKey } from '../standards/encryption-key.ts';
import type { PrivateBucket } from '../standards/private-bucket.ts';
import type { ServiceRole } from '../standards/service-role.ts';

interface Member {
  readonly id: string;
  readonly name: string;
}

export interface ErrorStreamsProps {
  readonly deployment: Deployment;
  readonly settings: Settings['errors'];
  readonly bucket: PrivateBucket;
  /** Of what waits in a delivery stream. */
  readonly key: EncryptionKey;
  readonly logs: DeliveryStreamProps['logs'];
}

const stages = ['raw', 'staged'] as const;
const kinds = ['malformed', 'commit'] as const;
export type Stage = (typeof stages)[number];
export type ErrorKind = (typeof kinds)[number];

/** Folder of error records, as layout's errorPrefix writes it; Firehose adds the hour. */
export const errorFolder = (stage: Stage, kind: ErrorKind): string => `errors/stream/${stage}/${kind}/`;

/** Delivery streams for error records: a set for each stage and kind, over whose members writers spread. */
export class ErrorStreams extends Construct {
  /** What functions put before stage and kind. */
  readonly prefix: string;
  readonly streamsPerSet: number;
  /** With what each is called in a list of them: `raw-malformed-0`. */
  readonly members: readonly Member[];
  readonly #props: ErrorStreamsProps;

  constructor(scope: Construct, id: string, props: ErrorStreamsProps) {
    super(scope, id);
    this.#props = props;
    this.prefix = physicalName(props.deployment.environment, 'errors-');
    // A member takes 1 MB/s where AWS gives least (CAPACITY 2.3); 50 are more error records than a platform can have.
    this.streamsPerSet = wholeNumber(
      'the number of error streams a set',
      props.settings.streamsPerSet,
      1,
      50,
    );
    this.members = stages.flatMap((stage) => kinds.flatMap((kind) => this.#set(stage, kind)));
  }

  /** Putting error records of a stage. */
  grantPut(role: ServiceRole, stage: Stage): void {
    const resource = `deliverystream/${this.prefix}${stage}-*`;
    role.allow({
      sid: 'PutErrorRecords',
      actions: ['firehose:PutRecordBatch'],
      resources: [arnOf(this.#props.deployment, 'firehose', resource)],
    });
  }

  #set(stage: Stage, kind: ErrorKind): readonly Member[] {
    const { deployment, bucket, settings, key, logs } = this.#props;
    const set = new Construct(this, `${stage}-${kind}`);
    return Array.from({ length: this.streamsPerSet }, (_, member) => {
      const stream = new DeliveryStream(set, `member-${member}`, {
        deployment,
        part: errorStreamName('errors-', stage, kind, member),
        bucket,
        folder: errorFolder(stage, kind),
        buffer: settings.buffer,
        source: key,
        logs,
      });
      return { id: errorStreamName('', stage, kind, member), name: stream.name };
    });
  }
}
