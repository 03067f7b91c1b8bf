import type { S3Client } from '@aws-sdk/client-s3';
import type { UploadAddress } from '@sluice/core/files';
import type { Clock } from '@sluice/core/ports';
import { canonicalRequest, deriveSigningKey, formatAmzDate, stringToSign } from '@sluice/core/sigv4';
import { createHmac } from 'node:crypto';
import { s3Reactions } from '../object-store/reactions.ts';
import { calling } from '../shared/calling.ts';

export interface S3UploadAddressOptions {
  /** For its credentials and its region. */
  readonly client: S3Client;
  readonly bucket: string;
  readonly clock: Clock;
  /** How long an address is good, if the credentials are; at most a week. @default an hour */
  readonly seconds?: number;
  /** Where the bucket is. @default `https://<bucket>.s3.<region>.amazonaws.com` */
  readonly origin?: string;
}

/** What signs, as the SDK has it. */
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface Presigning {
  /** Origin, and the path of the bucket where it is part of that. */
  readonly base: URL;
  readonly key: string;
  readonly region: string;
  readonly seconds: number;
  /** Epoch ms. */
  readonly now: number;
}

/** Signature Version 4 in the query: whoever has the address may PUT this one object, until it ends. The body is not signed. */
const presigned = (credentials: Credentials, { base, key, region, seconds, now }: Presigning): string => {
  const amzDate = formatAmzDate(now);
  const scope = { date: amzDate.slice(0, 8), region, service: 's3' };
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const parameters: readonly (readonly [string, string])[] = [
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', `${accessKeyId}/${scope.date}/${region}/s3/aws4_request`],
    ['X-Amz-Date', amzDate],
    ['X-Amz-Expires', String(seconds)],
    ...(sessionToken === undefined ? [] : [['X-Amz-Security-Token', sessionToken] as const]),
    ['X-Amz-SignedHeaders', 'host'],
  ];
  const query = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  const folder = base.pathname === '/' ? '' : base.pathname;
  // Of the key's characters only `=` and `+` are written otherwise in a path.
  const path = `${folder}/${key.split('/').map(encodeURIComponent).join('/')}`;
  const canonical = canonicalRequest({
    method: 'PUT',
    path,
    query,
    headers: new Map([['host', base.host]]),
    signedHeaders: ['host'],
    payloadHash: 'UNSIGNED-PAYLOAD',
    pathRules: 's3',
  });
  const signature = createHmac('sha256', deriveSigningKey(secretAccessKey, scope))
    .update(stringToSign(scope, amzDate, canonical))
    .digest('hex');
  return `${base.origin}${path}?${query}&X-Amz-Signature=${signature}`;
};

/** Addresses of objects in our bucket, signed with the function's own role: they end with its credentials at the latest. */
export const s3UploadAddress = ({
  client,
  bucket,
  clock,
  seconds = 3_600,
  origin,
}: S3UploadAddressOptions): UploadAddress => ({
  addressFor: (key) =>
    calling('sign an address', s3Reactions, async () => {
      const region = await client.config.region();
      const base = new URL(origin ?? `https://${bucket}.s3.${region}.amazonaws.com`);
      const now = clock.now();
      const url = presigned(await client.config.credentials(), { base, key, region, seconds, now });
      return { url, expiresAt: now + seconds * 1_000 };
    }),
});
