import { Construct } from 'constructs';
import type { Settings } from '../environments.ts';
import { DataStream } from '../standards/data-stream.ts';
import type { Deployment } from '../standards/deployment.ts';
import type { EncryptionKey } from '../standards/encryption-key.ts';

export interface StreamsProps {
  readonly deployment: Deployment;
  readonly settings: Settings['streams'];
  readonly key: EncryptionKey;
}

/** The two streams: `raw`, what was sent, and `staged`, what was read by the schema. */
export class Streams extends Construct {
  readonly raw: DataStream;
  readonly staged: DataStream;

  constructor(scope: Construct, id: string, { deployment, settings, key }: StreamsProps) {
    super(scope, id);
    const make = (stage: 'raw' | 'staged') =>
      new DataStream(this, stage, {
        deployment,
        part: stage,
        settings: settings[stage],
        retentionHours: settings.retentionHours,
        key,
      });
    this.raw = make('raw');
    this.staged = make('staged');
  }
}
