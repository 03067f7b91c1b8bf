import { IAMClient } from '@aws-sdk/client-iam';
import { clientSettings, once } from './settings.ts';

export const iamClient = /* @__PURE__ */ once(() => new IAMClient(clientSettings()));
