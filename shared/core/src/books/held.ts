import { hash } from 'node:crypto';
import type { LakeFile } from '../lake/index.ts';
import type { TenantId } from '../layout/index.ts';

/** How many rows of one metric and hour of arrival (`2026-11-23T03`) a place behind the near-line store holds, and which. */
export interface HeldHour {
  readonly metric: string;
  readonly hour: string;
  readonly rows: number;
  /** Sum over the rows of {@link digestOf}, modulo {@link digestRange}. */
  readonly digest: number;
}

/** One of those rows. */
export interface HeldRow {
  readonly metric: string;
  /** As it was sent; of an undeclared metric it is the name. */
  readonly sentName: string;
  readonly recordId: string;
  readonly index: number;
  readonly hour: string;
  readonly timestamp: number;
  readonly eventId: string;
}

/** The rows of the lake, by the engine that reads its files. Throws OutOfService, and SluiceError for a file that is gone or damaged. */
export interface LakeRows {
  hours(files: readonly LakeFile[]): Promise<readonly HeldHour[]>;
  /** The rows of these hours of arrival, some thousands at a time. */
  rows(files: readonly LakeFile[], hours: ReadonlySet<string>): AsyncIterable<readonly HeldRow[]>;
}

/** The rows of the warehouse. Metrics have the ids of the lake. Throws OutOfService, and SluiceError with the warehouse's reason. */
export interface WarehouseRows {
  /** Ids of the loads that are in. */
  loaded(tenant: TenantId): Promise<ReadonlySet<string>>;
  hours(tenant: TenantId): Promise<readonly HeldHour[]>;
  /** The rows of these hours of arrival of one metric, perhaps all of an hour at a time. */
  rows(tenant: TenantId, metric: string, hours: ReadonlySet<string>): AsyncIterable<readonly HeldRow[]>;
}

/** One above the greatest digest: 32 bits, so that the sum over 2 million rows is exact in a double, and over any number in SQL. */
export const digestRange = 2 ** 32;

/**
 * The first 32 bits of the MD5 of `recordId:index`: every engine of ours has it, and a row lost beside a row doubled changes the sum.
 * In SQL `'0x' || substr(md5(record_id || ':' || idx), 1, 8)`.
 */
export const digestOf = (recordId: string, index: number): number =>
  Number.parseInt(hash('md5', `${recordId}:${index}`, 'hex').slice(0, 8), 16);

/** Identity without the metric: two rows of it, one under a metric's old name, are one event. */
export const identityOf = ({ timestamp, eventId }: Pick<HeldRow, 'timestamp' | 'eventId'>): string =>
  `${timestamp}\n${eventId}`;
