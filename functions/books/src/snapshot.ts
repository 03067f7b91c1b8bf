import type { PendingEvent, Tally } from '@sluice/core/ports';
import type { Hours } from './books.ts';

interface Found {
  readonly receivedAt: number;
  /** Which events of the record are on their way. */
  readonly indexes: Set<number>;
}

/** What was accepted when the run began, and what of it was on its way. */
export class Snapshot {
  readonly #accepted = new Set<string>();
  readonly #pending = new Map<string, Found>();

  accept(tally: Tally): void {
    this.#accepted.add(tally.recordId);
  }

  /** False for records that arrived after the run began, and for ones that were never accepted. */
  has(recordId: string): boolean {
    return this.#accepted.has(recordId);
  }

  pendingRecord({ recordId, receivedAt, events }: Tally): void {
    for (let index = 0; index < events; index++) this.pendingEvent({ recordId, receivedAt, index });
  }

  pendingEvent({ recordId, receivedAt, index }: PendingEvent): void {
    if (!this.has(recordId)) return;
    const found = this.#pending.get(recordId) ?? { receivedAt, indexes: new Set<number>() };
    this.#pending.set(recordId, found);
    found.indexes.add(index);
  }

  /** The event was met further on: it is on its way no more. */
  arrived(recordId: string, index: number): void {
    this.#pending.get(recordId)?.indexes.delete(index);
  }

  countPending(hours: Hours): void {
    for (const { receivedAt, indexes } of this.#pending.values())
      if (indexes.size > 0) hours.add(receivedAt, 'inFlight', indexes.size);
  }
}
