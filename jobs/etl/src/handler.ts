import { dynamoClient, s3Client } from '@sluice/aws/clients';
import { dynamoDirectory } from '@sluice/aws/directory';
import { emrJobs, emrServerless } from '@sluice/aws/jobs';
import { s3EngineFiles, s3StagedArchive } from '@sluice/aws/lake';
import { machine } from '@sluice/aws/lambda';
import { s3ObjectStore } from '@sluice/aws/object-store';
import { dynamoSchemaStore } from '@sluice/aws/schema-store';
import { dynamoStateStore } from '@sluice/aws/state-store';
import { lakeLog } from '@sluice/core/lake';
import { currentRun, markPublished, wakeAll, type ClusterServices } from './cluster/index.ts';
import { config } from './config.ts';
import { sweep } from './run/sweep.ts';

/** Compressed bytes of archive that a run reads at most: what the function reads to its end (it has 15 minutes) before the cluster does. */
const maxBytes = 8 * 1024 ** 3;

/** A job that takes longer hangs: 8 GiB are minutes of work. */
const jobMinutes = 120;

const client = dynamoClient();
const objects = s3ObjectStore({ client: s3Client(), bucket: config.LAKE_BUCKET });
const archive = s3StagedArchive({ client: s3Client(), bucket: config.ARCHIVE_BUCKET });
const states = dynamoStateStore({ client, tableName: config.STATE_TABLE });
const services: ClusterServices = {
  ...machine,
  lake: lakeLog(states, objects),
  states,
  objects,
  archive,
  schemas: dynamoSchemaStore({ client, tableName: config.SCHEMA_TABLE }),
  directory: dynamoDirectory({ client, tableName: config.DIRECTORY_TABLE }),
  files: s3EngineFiles(config.LAKE_BUCKET),
  jobs: emrJobs({
    client: emrServerless(),
    applicationId: config.JOB_APPLICATION,
    role: config.JOB_ROLE,
    runner: config.JOB_RUNNER,
    places: { archive: config.ARCHIVE_BUCKET, lake: config.LAKE_BUCKET, key: config.JOB_KEY },
    minutes: jobMinutes,
  }),
};

const isAsked = (event: object): boolean => 'retryRefused' in event && event.retryRefused === true;

/** Woken by the clock, by the end of a job, or by a call, `{"retryRefused"?}`. */
export const handler = async (event: object): Promise<void> => {
  await wakeAll(services, { maxBytes, retryRefused: isAsked(event) });
  await markPublished(services.lake, states, archive.markRead);
  await sweep(services, (await currentRun(states)).run?.run);
};
