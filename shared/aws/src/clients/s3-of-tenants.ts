import { S3Client } from '@aws-sdk/client-s3';
import { clientSettings, once } from './settings.ts';

/** For buckets of tenants, which may be in any region. */
export const s3OfTenants = /* @__PURE__ */ once(
  () => new S3Client({ ...clientSettings(), followRegionRedirects: true }),
);
