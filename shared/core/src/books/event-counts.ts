import { EventSet } from './event-set.ts';

/** How often an event was met, by (recordId, index): a bit for the first time, more only for those that are met again. */
export class EventCounts {
  readonly #once = new EventSet();
  readonly #again = new Map<string, number>();

  add(recordId: string, index: number): void {
    if (this.#once.add(recordId, index)) return;
    const key = `${recordId}:${index}`;
    this.#again.set(key, (this.#again.get(key) ?? 0) + 1);
  }

  count(recordId: string, index: number): number {
    if (!this.#once.has(recordId, index)) return 0;
    return 1 + (this.#again.get(`${recordId}:${index}`) ?? 0);
  }

  /** Each event once, however often it was met. */
  *events(): IterableIterator<readonly [recordId: string, index: number]> {
    for (const [recordId, runs] of this.#once.records())
      for (const [first, last] of runs)
        for (let index = first; index <= last; index++) yield [recordId, index];
  }
}
