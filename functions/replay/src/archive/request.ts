import { hash } from 'node:crypto';
import { encodeBase32, type TenantId } from '@sluice/core/layout';
import type { Stage } from '@sluice/core/ports';

/** Which archived records go onto their stage's stream again. */
export interface ArchiveRequest {
  readonly stage: Stage;
  /** Times of receipt, epoch ms: `from` is included, `to` is not. */
  readonly from: number;
  readonly to: number;
  /** @default all */
  readonly tenant?: TenantId | undefined;
  /** The stream of another environment. @default this one's stream of the stage */
  readonly into?: string | undefined;
  /** Only counts what would be put. */
  readonly dryRun: boolean;
  /** For so many hours after `to` the archive is looked through for what was archived late. */
  readonly lateHours: number;
}

/**
 * A day: as long as the streams keep records, so that a stage that was held up is covered. What came later still (a record that was given
 * up, a large file) needs a number of its own.
 */
export const defaultLateHours = 24;

/** The id under which progress is kept: the same request has the same one. */
export const replayIdOf = (request: ArchiveRequest): string => {
  const { stage, from, to, tenant = '', into = '', dryRun, lateHours } = request;
  const text = JSON.stringify([stage, from, to, tenant, into, dryRun, lateHours]);
  return encodeBase32(hash('sha256', text, 'binary'));
};
