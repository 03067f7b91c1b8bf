import { KinesisClient } from '@aws-sdk/client-kinesis';
import { oneAttempt, once } from './settings.ts';

export const kinesisClient = /* @__PURE__ */ once(() => new KinesisClient(oneAttempt()));
