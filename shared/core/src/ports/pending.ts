import type { TenantId } from '../layout/index.ts';
import type { Tally } from './event-stream.ts';

/** One event on its way, by the record it came in. */
export interface PendingEvent {
  readonly recordId: string;
  readonly index: number;
  readonly receivedAt: number;
}

/** What is on the streams, or in the on-failure store, and not yet handled. */
export interface Pending {
  /** Raw records that validate is not done with. */
  raw(tenant: TenantId): AsyncIterable<Tally>;
  /** Events of staged records that store is not done with. */
  staged(tenant: TenantId): AsyncIterable<PendingEvent>;
}
