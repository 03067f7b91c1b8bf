import { FirehoseClient } from '@aws-sdk/client-firehose';
import { oneAttempt, once } from './settings.ts';

export const firehoseClient = /* @__PURE__ */ once(() => new FirehoseClient(oneAttempt()));
