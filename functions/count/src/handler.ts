import { dynamoLedger } from '@sluice/aws/accepted';
import { dynamoClient } from '@sluice/aws/clients';
import { machine, streamHandler } from '@sluice/aws/lambda';
import { config } from './config.ts';
import { count } from './count.ts';

const services = {
  log: machine.log,
  ledger: dynamoLedger({ client: dynamoClient(), tableName: config.COUNTS_TABLE }),
};

export const handler = streamHandler((records) => count(records, services));
