import type { TableName, TenantId } from '../layout/index.ts';

/** What had become of an event when its table was sealed. */
export type SealedFate = 'stored' | 'duplicate' | 'corrected' | 'rejected';

/** Ascending, disjoint runs of indexes, both ends included. */
export type Runs = readonly (readonly [first: number, last: number])[];

/** The events of one record that share a fate. */
export interface SealedEvents {
  readonly recordId: string;
  readonly fate: SealedFate;
  readonly runs: Runs;
}

/** The events of one tenant and one hour of arrival (`2026-11-23T03`) that a table held. */
export interface SealedHour {
  readonly table: TableName;
  readonly tenant: TenantId;
  readonly hour: string;
  readonly events: readonly SealedEvents[];
}

/**
 * What the books keep of tables that are dropped: which events they held, so that one that comes again by a replay is known and is not
 * counted twice. Only added to. A sealed event that is still in a table is counted there, so sealing is safe at any time, and again.
 */
export interface SealedCounts {
  /** Durable when it resolves. The same hour with the same events changes nothing; other events are added to it. Throws OutOfService. */
  seal(hours: readonly SealedHour[]): Promise<void>;
  /** All that was sealed of a tenant; an event perhaps more than once. Throws OutOfService. */
  hours(tenant: TenantId): AsyncIterable<SealedHour>;
}
