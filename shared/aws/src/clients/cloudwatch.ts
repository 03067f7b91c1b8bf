import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { clientSettings, once } from './settings.ts';

export const cloudWatchClient = /* @__PURE__ */ once(() => new CloudWatchClient(clientSettings()));
