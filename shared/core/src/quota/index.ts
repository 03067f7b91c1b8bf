/** Quotas: how many events a principal may send (API.md 1). Exact within one process; across several, approximate (DESIGN.md 10). */
export { exceedsBurst, take, type Bucket, type Taken } from './bucket.ts';
export { quotas, type Quotas, type QuotaOwner } from './quotas.ts';
export { aboveBurst, overQuota, quotaHeaders } from './answers.ts';
