import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readQueryVariables } from '@sluice/core/layout';

/** What the service is told by its environment on AWS. */
export interface AwsConfig {
  readonly host: string;
  /** Of the gateway's requests, and of health checks. 0 is a free port. */
  readonly restPort: number;
  /** Of the Postgres wire. 0 is a free port. */
  readonly sqlPort: number;
  readonly nearLinePrefix: string;
  readonly retentionWeeks: number;
  readonly schemaTable: string;
  readonly directoryTable: string;
  readonly objectBucket: string;
  /** Where the lake's log says what is published. */
  readonly stateTable: string;
  readonly lakeBucket: string;
  readonly lakeCacheMegabytes: number;
  readonly certificateBucket: string;
  /** `arn:aws:iam::123456789012:user/sluice/dev/`: IAM users that are keys of ours. */
  readonly userArnPrefix: string;
  /** `arn:aws:sts::123456789012:assumed-role/sluice-dev-signed-in/`: users of the identity pool. */
  readonly signedInArnPrefix: string;
  /** From where alone a request's principal is believed. */
  readonly gatewayRanges: readonly string[];
  readonly engineMegabytes: number;
  readonly spoolFolder: string;
  readonly spillFolder: string;
  /** For files of the lake. */
  readonly lakeFolder: string;
  /** For a certificate that this instance signed itself. */
  readonly certificateFolder: string;
}

const numberOf = (name: string, text: string, least: number, most: number): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new Error(
    `the query service has ${name}=${JSON.stringify(text)}; it must be a whole number from ${least} to ${most}`,
  );
};

const rangesOf = (text: string): readonly string[] => {
  const ranges = text.split(',');
  const wrong = ranges.find((one) => !/^\d{1,3}(\.\d{1,3}){3}\/([0-9]|[12]\d|3[0-2])$/.test(one));
  if (wrong === undefined) return ranges;
  throw new Error(
    `the query service has GATEWAY_RANGES with ${JSON.stringify(wrong)}; write ranges as 10.0.0.0/28, by commas`,
  );
};

const prefixOf = (name: string, text: string): string => {
  if (/^arn:aws:\S+\/$/.test(text)) return text;
  throw new Error(
    `the query service has ${name}=${JSON.stringify(text)}; it must be an ARN that ends in a slash`,
  );
};

/**
 * Throws an Error that names what is missing, or what is no such value and what is possible.
 * @param folder where files are that need not outlive the process @default the system's
 */
export const readAwsConfig = (
  variables: Readonly<Record<string, string | undefined>>,
  folder: string = tmpdir(),
): AwsConfig => {
  const given = readQueryVariables(variables);
  return {
    host: '0.0.0.0',
    restPort: numberOf('PORT', given.PORT, 0, 65_535),
    sqlPort: numberOf('SQL_PORT', given.SQL_PORT, 0, 65_535),
    nearLinePrefix: given.NEAR_LINE_TABLE_PREFIX,
    retentionWeeks: numberOf('RETENTION_WEEKS', given.RETENTION_WEEKS, 1, 520),
    schemaTable: given.SCHEMA_TABLE,
    directoryTable: given.DIRECTORY_TABLE,
    objectBucket: given.OBJECT_BUCKET,
    stateTable: given.STATE_TABLE,
    lakeBucket: given.LAKE_BUCKET,
    lakeCacheMegabytes: numberOf('LAKE_CACHE_MEGABYTES', given.LAKE_CACHE_MEGABYTES, 1, 16_000_000),
    certificateBucket: given.CERTIFICATE_BUCKET,
    userArnPrefix: prefixOf('USER_ARN_PREFIX', given.USER_ARN_PREFIX),
    signedInArnPrefix: prefixOf('SIGNED_IN_ARN_PREFIX', given.SIGNED_IN_ARN_PREFIX),
    gatewayRanges: rangesOf(given.GATEWAY_RANGES),
    engineMegabytes: numberOf('ENGINE_MEGABYTES', given.ENGINE_MEGABYTES, 256, 1_000_000),
    spoolFolder: join(folder, 'sluice-query'),
    spillFolder: join(folder, 'sluice-spill'),
    lakeFolder: join(folder, 'sluice-lake'),
    certificateFolder: join(folder, 'sluice-certificate'),
  };
};
