import { S3Client } from '@aws-sdk/client-s3';
import { clientSettings, once } from './settings.ts';

export const s3Client = /* @__PURE__ */ once(() => new S3Client(clientSettings()));
