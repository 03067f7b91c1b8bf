import type { PendingEvent, Tally } from '../ports/index.ts';
import { countOf, EventSet } from './event-set.ts';
import { gapOf, Hours, type Books, type Column } from './hours.ts';

/**
 * One run of the books: what was accepted when it began, and what became of it. Each event is counted once, in the column in which it
 * is counted first, by the hour in which its record arrived; what is counted in none and was met on its way is in flight.
 */
export class Accounts {
  readonly #hours: Hours;
  readonly #receivedAt = new Map<string, number>();
  readonly #counted = new EventSet();
  readonly #pending = new EventSet();

  constructor(tenant: string) {
    this.#hours = new Hours(tenant);
  }

  accept({ recordId, receivedAt, events }: Tally): void {
    this.#receivedAt.set(recordId, receivedAt);
    this.#hours.add(receivedAt, 'accepted', events);
  }

  /** When the front door took a record, epoch ms; undefined when it arrived after the run began, or was never accepted. */
  receivedAt(recordId: string): number | undefined {
    return this.#receivedAt.get(recordId);
  }

  pendingRecord({ recordId, events }: Tally): void {
    for (let index = 0; index < events; index++) this.#pending.add(recordId, index);
  }

  pendingEvent({ recordId, index }: PendingEvent): void {
    this.#pending.add(recordId, index);
  }

  /** False when the event was counted before, or is not of this run. */
  count(recordId: string, index: number, column: Exclude<Column, 'accepted' | 'inFlight'>): boolean {
    const receivedAt = this.#receivedAt.get(recordId);
    if (receivedAt === undefined || !this.#counted.add(recordId, index)) return false;
    this.#hours.add(receivedAt, column, 1);
    return true;
  }

  done(): Books {
    for (const [recordId, runs] of this.#pending.records()) this.#countPending(recordId, runs);
    const hours = this.#hours.done();
    return { balanced: hours.every((hour) => gapOf(hour) === 0), hours };
  }

  #countPending(recordId: string, runs: readonly (readonly [number, number])[]): void {
    const receivedAt = this.#receivedAt.get(recordId);
    if (receivedAt === undefined) return;
    let arrived = 0;
    for (const [first, last] of runs)
      for (let index = first; index <= last; index++) if (this.#counted.has(recordId, index)) arrived++;
    const onTheirWay = countOf(runs) - arrived;
    if (onTheirWay > 0) this.#hours.add(receivedAt, 'inFlight', onTheirWay);
  }
}
