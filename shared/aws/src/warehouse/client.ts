import { RedshiftData } from '@aws-sdk/client-redshift-data';
import { clientSettings, once } from '../clients/settings.ts';

/** One client per process. Its own attempts are of one token, and so of one batch. */
export const redshiftData = /* @__PURE__ */ once(() => new RedshiftData(clientSettings()));
