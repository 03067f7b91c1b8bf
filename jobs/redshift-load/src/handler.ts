import { dynamoClient, s3Client } from '@sluice/aws/clients';
import { machine } from '@sluice/aws/lambda';
import { s3ObjectStore } from '@sluice/aws/object-store';
import { dynamoStateStore } from '@sluice/aws/state-store';
import { redshiftData, redshiftWarehouse } from '@sluice/aws/warehouse';
import { lakeLog } from '@sluice/core/lake';
import { config } from './config.ts';
import { redshift } from './dialects/redshift.ts';
import { fileProof } from './file-proof.ts';
import { publishedLoads } from './published-loads.ts';
import { isReconcile, readWake } from './read-wake.ts';
import { comparedAbove, reconcile } from './reconcile.ts';
import { run } from './run.ts';
import type { LoadServices } from './services.ts';

const objects = s3ObjectStore({ client: s3Client(), bucket: config.LAKE_BUCKET });
const states = dynamoStateStore({ client: dynamoClient(), tableName: config.STATE_TABLE });
const lake = lakeLog(states, objects);

/** What loads work on, on AWS: also of the function that answers calls. */
export const services: LoadServices = {
  ...machine,
  states,
  objects,
  published: publishedLoads(lake),
  files: fileProof(objects),
  warehouse: redshiftWarehouse({
    api: redshiftData(),
    workgroup: config.WORKGROUP,
    database: config.DATABASE,
  }),
  dialect: redshift({ urlOf: (key) => `s3://${config.LAKE_BUCKET}/${key}`, role: config.COPY_ROLE }),
};

/** Woken by the clock, by a manifest that was published, and by the end of a batch of statements. */
export const handler = async (event: object): Promise<void> => {
  if (isReconcile(event)) await reconcile(comparedAbove(await lake.sequence()), services);
  await run(readWake(event), services);
};
