/** The query service on AWS: `node main.ts`, set by environment variables (`queryVariables` of @sluice/core/layout). */
import { dynamoChunkStore, withinRetention } from '@sluice/aws/chunk-store';
import { dynamoClient, s3Client } from '@sluice/aws/clients';
import { dynamoDirectory } from '@sluice/aws/directory';
import { s3FileBytes } from '@sluice/aws/files';
import { machine } from '@sluice/aws/lambda';
import { s3ObjectStore } from '@sluice/aws/object-store';
import { dynamoSchemaStore } from '@sluice/aws/schema-store';
import { dynamoStateStore } from '@sluice/aws/state-store';
import { lakeLog } from '@sluice/core/lake';
import { readAwsConfig, type AwsConfig } from './aws/config.ts';
import { start } from './aws/start.ts';
import { openLakeCache } from './tenant/lake-cache.ts';
import { lakeSource, type LakeSource } from './tenant/lake-source.ts';

const fail = (error: unknown): never => {
  machine.log('the query service ended', error);
  process.exit(1);
};

/** The lake by its log, its files fetched to the disk of this instance. */
const lakeOf = async (config: AwsConfig): Promise<LakeSource> => {
  const place = { client: s3Client(), bucket: config.lakeBucket };
  const states = dynamoStateStore({ client: dynamoClient(), tableName: config.stateTable });
  const cache = await openLakeCache({
    folder: config.lakeFolder,
    bytes: config.lakeCacheMegabytes * 1_000_000,
    files: s3FileBytes(place),
  });
  return lakeSource(lakeLog(states, s3ObjectStore(place)), cache);
};

const begin = async (): Promise<void> => {
  const config = readAwsConfig(process.env);
  const [client, s3] = [dynamoClient(), s3Client()];
  const chunks = dynamoChunkStore({ ...machine, client, tablePrefix: config.nearLinePrefix });
  const running = await start(config, {
    ...machine,
    stores: {
      clock: machine.clock,
      chunks: withinRetention(chunks, machine.clock, config.retentionWeeks),
      schemas: dynamoSchemaStore({ client, tableName: config.schemaTable }),
      objects: s3ObjectStore({ client: s3, bucket: config.objectBucket }),
      lake: await lakeOf(config),
    },
    directory: dynamoDirectory({ client, tableName: config.directoryTable }),
    certificates: s3ObjectStore({ client: s3, bucket: config.certificateBucket }),
  });
  const stop = (): void => {
    running.stop().then(() => process.exit(0), fail);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.stdout.write(`ready rest=${running.restPort} sql=${running.sqlPort}\n`);
};

begin().catch(fail);
