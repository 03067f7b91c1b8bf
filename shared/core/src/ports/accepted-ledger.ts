import type { TenantId } from '../layout/index.ts';
import type { Tally } from './event-stream.ts';

/** Events that the front door took, counted beside the stream and apart from the archive (DESIGN.md 10, Books). */
export interface AcceptedLedger {
  /** Idempotent: a record is counted once, by its id. Durable when it resolves. */
  add(tallies: readonly Tally[]): Promise<void>;
  /** All counted records of a tenant, by arrival hour; of those that arrived from `since` on (epoch ms), where it is given. */
  records(tenant: TenantId, since?: number): AsyncIterable<Tally>;
}
