import { EventSet, gapOf, type Books, type Found } from '@sluice/core/books';
import type { TableName, TenantId } from '@sluice/core/layout';
import type { SealedFate, SealedHour } from '@sluice/core/ports';

/** What one table holds of one tenant, as a run of the books found it. */
export class Holding {
  readonly #table: TableName;
  readonly #hours = new Map<string, Map<SealedFate, EventSet>>();
  /** A record that the ledger of accepted records does not know. */
  #unknown: string | undefined;
  /** Events that the lake does not have. */
  #missing = 0;
  #firstMissing = '';

  constructor(table: TableName) {
    this.#table = table;
  }

  add({ recordId, index, fate, hour }: Found): void {
    if (hour === undefined) {
      this.#unknown ??= recordId;
      return;
    }
    const fates = this.#hours.get(hour) ?? new Map<SealedFate, EventSet>();
    this.#hours.set(hour, fates);
    const events = fates.get(fate) ?? new EventSet();
    fates.set(fate, events);
    events.add(recordId, index);
  }

  addMissing({ recordId, index }: Found): void {
    if (this.#missing++ === 0) this.#firstMissing = `${recordId}:${index}`;
  }

  /** Why the table must stay: the lake does not have all of it, or events of it are in hours whose books do not balance, or in no hour. */
  objections(books: Books): readonly string[] {
    const gaps = books.hours
      .filter((hour) => this.#hours.has(hour.hour) && gapOf(hour) !== 0)
      .map((hour) => `the books of hour ${hour.hour} have a gap of ${gapOf(hour)} events`);
    if (this.#missing > 0)
      gaps.push(
        `the lake lacks ${this.#missing} of its events, ${this.#firstMissing} among them: run the batch first`,
      );
    if (this.#unknown === undefined) return gaps;
    const unknown = `it holds record ${this.#unknown}, which was never counted as accepted (replay what the consumer accepted gave up on)`;
    return [...gaps, unknown];
  }

  sealed(tenant: TenantId): readonly SealedHour[] {
    return [...this.#hours].map(([hour, fates]) => ({
      table: this.#table,
      tenant,
      hour,
      events: [...fates].flatMap(([fate, events]) =>
        [...events.records()].map(([recordId, runs]) => ({ recordId, fate, runs })),
      ),
    }));
  }
}
