import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings, oneAttempt, once } from './settings.ts';

export const dynamoClient = /* @__PURE__ */ once(() => new DynamoDBClient(clientSettings()));

/** For changes of tables, which are asked for once: a second try would be answered that the first one goes on. */
export const dynamoControlClient = /* @__PURE__ */ once(() => new DynamoDBClient(oneAttempt()));
