import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings, once } from './settings.ts';

export const dynamoClient = /* @__PURE__ */ once(() => new DynamoDBClient(clientSettings()));
