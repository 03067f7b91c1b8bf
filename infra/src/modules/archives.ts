import { Construct } from 'constructs';
import type { Settings } from '../environments.ts';
import type { Deployment } from '../standards/deployment.ts';
import { DeliveryStream, type DeliveryStreamProps } from '../standards/delivery-stream.ts';
import type { PrivateBucket } from '../standards/private-bucket.ts';
import type { Streams } from './streams.ts';

export interface ArchivesProps {
  readonly deployment: Deployment;
  readonly settings: Settings['archives'];
  readonly streams: Streams;
  readonly bucket: PrivateBucket;
  readonly logs: DeliveryStreamProps['logs'];
}

/** The archive of each stage: delivery streams that read the streams themselves, so that no function of ours stands between. */
export class Archives extends Construct {
  readonly raw: DeliveryStream;
  readonly staged: DeliveryStream;

  constructor(scope: Construct, id: string, props: ArchivesProps) {
    super(scope, id);
    const { deployment, settings, streams, bucket, logs } = props;
    const make = (stage: 'raw' | 'staged') =>
      new DeliveryStream(this, stage, {
        deployment,
        part: `archive-${stage}`,
        bucket,
        // As layout's archivePrefix writes it; Firehose adds the hour.
        folder: `archive/${stage}/`,
        buffer: settings.buffer,
        source: streams[stage],
        logs,
      });
    this.raw = make('raw');
    this.staged = make('staged');
  }
}
