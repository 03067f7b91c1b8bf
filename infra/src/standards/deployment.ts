import { physicalName, type Environment } from '@sluice/core/layout';
import { matching } from './checked.ts';

/** Where a stack lives: what names and ARNs are made of. */
export interface Deployment {
  readonly environment: Environment;
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** The physical name of a part: `sluice-dev-raw`. Throws ImpossibleSetting when no AWS service would take it. */
export const nameOf = ({ environment }: Deployment, part: string): string =>
  matching(
    `the name of the part ${part}`,
    physicalName(environment, part),
    /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
    '3 to 63 of a-z, 0-9 and - inside',
  );

/**
 * An ARN made of names, not of references: a plan then shows a policy as it will be, where a reference to what is not there yet
 * would make the whole document "known after apply".
 */
export const arnOf = ({ account, region }: Deployment, service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

/** ARN of what IAM holds, which is in no region: `role/sluice-dev-ingest`. */
export const iamArn = ({ account }: Deployment, resource: string): string =>
  `arn:aws:iam::${account}:${resource}`;

/** ARN of a bucket, or of objects in it: names are global. */
export const bucketArn = (name: string, keys?: string): string =>
  `arn:aws:s3:::${name}${keys === undefined ? '' : `/${keys}`}`;
