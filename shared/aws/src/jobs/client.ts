import { EMRServerlessClient } from '@aws-sdk/client-emr-serverless';
import { clientSettings, once } from '../clients/settings.ts';

/** Its own attempts are of one token, and so of one job. */
export const emrServerless = /* @__PURE__ */ once(() => new EMRServerlessClient(clientSettings()));
