import { dynamoClient, lambdaClient, s3Client } from '@sluice/aws/clients';
import { dynamoDirectory } from '@sluice/aws/directory';
import { httpHandler, lambdaWake, machine } from '@sluice/aws/lambda';
import { s3ObjectStore } from '@sluice/aws/object-store';
import { dynamoSchemaStore } from '@sluice/aws/schema-store';
import { dynamoStateStore } from '@sluice/aws/state-store';
import { routeOf } from '@sluice/core/http';
import { lakeLog } from '@sluice/core/lake';
import type { SchemaStore } from '@sluice/core/ports';
import { config } from './calls-config.ts';
import { handleEtl, handleProposals, type EtlHttpServices } from './handle-etl.ts';

const client = dynamoClient();
const objects = s3ObjectStore({ client: s3Client(), bucket: config.LAKE_BUCKET });
const wake = lambdaWake(lambdaClient(), config.ETL_FUNCTION);
const services: EtlHttpServices & { readonly schemas: SchemaStore } = {
  directory: dynamoDirectory({ client, tableName: config.DIRECTORY_TABLE }),
  schemas: dynamoSchemaStore({ client, tableName: config.SCHEMA_TABLE }),
  lake: lakeLog(dynamoStateStore({ client, tableName: config.STATE_TABLE }), objects),
  objects,
  run: async (options) => {
    await wake(options);
    return { outcome: 'woken' };
  },
};

export const handler = httpHandler(
  (event) =>
    routeOf(event.rawPath) === 'schema/proposals'
      ? handleProposals(event, services)
      : handleEtl(event, services),
  machine.log,
);
