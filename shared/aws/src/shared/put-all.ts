import type { Failure } from '@sluice/core/failure';
import type { Pace } from './pace.ts';
import { failureOf, faultOf, type Fault, type Reactions } from './reaction.ts';

/** What a service's call answers for one entry: what it was taken as, or the service's code for why not. */
export type Answer<Taken> = { readonly taken: Taken } | { readonly code: string; readonly message: string };

/** What became of one entry in the end. */
export type Result<Taken> = { readonly taken: Taken } | { readonly failure: Failure };

/** A service that takes several entries in one call, and may take some of them. */
export interface BatchService<Entry, Taken> {
  /** For messages: `put a record to the stream x`. */
  readonly what: string;
  readonly reactions: Reactions;
  /** Of one call. */
  readonly limits: { readonly entries: number; readonly bytes: number };
  /** As the service counts it. */
  bytesOf(entry: Entry): number;
  /** Why the service would never take the entry, known without asking. */
  refusalOf(entry: Entry): Failure | undefined;
  /** One call: an answer per entry, in order. Throws when the call failed whole. */
  send(entries: readonly Entry[]): Promise<readonly Answer<Taken>[]>;
}

interface Item<Entry> {
  readonly entry: Entry;
  readonly position: number;
}

/** Cuts entries into calls that keep both limits, in order; an entry above the bytes is alone in a call. */
export const cutCalls = <Entry>(
  entries: readonly Entry[],
  bytesOf: (entry: Entry) => number,
  limits: { readonly entries: number; readonly bytes: number },
): readonly (readonly Entry[])[] => {
  const calls: Entry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = bytesOf(entry);
    const call = calls.at(-1);
    const fits = call !== undefined && call.length < limits.entries && bytes + size <= limits.bytes;
    if (fits) call.push(entry);
    else calls.push([entry]);
    bytes = fits ? bytes + size : size;
  }
  return calls;
};

/**
 * Puts entries until each is taken, is refused or the budget is up; a result per entry, in order. Only entries that were not taken are
 * sent again. A call that is refused whole is sent in halves, down to the entry that is at fault. An entry whose call timed out is sent
 * again, so that it may be taken twice. Never throws.
 */
export const putAll = async <Entry, Taken>(
  entries: readonly Entry[],
  service: BatchService<Entry, Taken>,
  pace: Pace,
): Promise<readonly Result<Taken>[]> => {
  const run = new Run(service, pace);
  await run.put(entries.map((entry, position) => ({ entry, position })));
  return entries.map((_, position) => run.resultAt(position));
};

class Run<Entry, Taken> {
  readonly #service: BatchService<Entry, Taken>;
  readonly #pace: Pace;
  readonly #results = new Map<number, Result<Taken>>();

  constructor(service: BatchService<Entry, Taken>, pace: Pace) {
    this.#service = service;
    this.#pace = pace;
  }

  resultAt(position: number): Result<Taken> {
    return this.#results.get(position) ?? this.#failure({ reaction: 'again', ...noTime });
  }

  async put(items: readonly Item<Entry>[]): Promise<void> {
    let waiting = items.filter((item) => !this.#isRefused(item));
    const asked = waiting;
    while (waiting.length > 0) {
      waiting = await this.#round(waiting);
      if (waiting.length === 0 || !(await this.#pace.pause())) break;
    }
    this.#doubtRefusals(asked);
  }

  #isRefused({ entry, position }: Item<Entry>): boolean {
    const failure = this.#service.refusalOf(entry);
    if (failure !== undefined) this.#results.set(position, { failure });
    return failure !== undefined;
  }

  /** Sends each once; gives those to send again. */
  async #round(items: readonly Item<Entry>[]): Promise<Item<Entry>[]> {
    const service = this.#service;
    const again: Item<Entry>[] = [];
    const calls = cutCalls(items, ({ entry }) => service.bytesOf(entry), service.limits);
    for (const call of calls) again.push(...(await this.#call(call)));
    return again;
  }

  async #call(items: readonly Item<Entry>[]): Promise<readonly Item<Entry>[]> {
    if (!this.#pace.isOpen()) return [];
    try {
      const answers = await this.#service.send(items.map(({ entry }) => entry));
      // With fewer answers than entries nobody knows which are meant.
      if (answers.length !== items.length) return this.#settle(items, { reaction: 'again', ...wrongCount });
      return items.filter((item, i) => this.#isToSendAgain(item, answers[i]));
    } catch (error) {
      return await this.#afterWhole(items, faultOf(error, this.#service.reactions));
    }
  }

  async #afterWhole(items: readonly Item<Entry>[], fault: Fault): Promise<readonly Item<Entry>[]> {
    if (fault.reaction !== 'refused' || items.length === 1) return this.#settle(items, fault);
    const middle = items.length >> 1;
    const first = await this.#call(items.slice(0, middle));
    return [...first, ...(await this.#call(items.slice(middle)))];
  }

  #isToSendAgain(item: Item<Entry>, answer: Answer<Taken> | undefined): boolean {
    if (answer !== undefined && 'taken' in answer) {
      this.#results.set(item.position, answer);
      return false;
    }
    const { code, message } = answer ?? wrongCount;
    const reaction = this.#service.reactions[code] ?? 'again'; // an entry's own code is about the moment
    return this.#settle([item], { reaction, code, message }).length > 0;
  }

  /** Notes why, for those that stay without a better result; gives them back when they are to be sent again. */
  #settle(items: readonly Item<Entry>[], fault: Fault): readonly Item<Entry>[] {
    for (const { position } of items) this.#results.set(position, this.#failure(fault));
    return fault.reaction === 'again' ? items : [];
  }

  #failure(fault: Fault): { readonly failure: Failure } {
    return { failure: failureOf(this.#service.what, fault) };
  }

  /**
   * When each of several entries was refused it is not the entries: a setting is wrong, and no event may end as an error record for it.
   * The caller halves its batch (an event source mapping does), so that what is at fault alone is found all the same.
   */
  #doubtRefusals(items: readonly Item<Entry>[]): void {
    const failures = items.map(({ position }) => this.#results.get(position));
    const isAll = failures.every(
      (one) => one !== undefined && 'failure' in one && one.failure.class === 'ours',
    );
    if (items.length < 2 || !isAll) return;
    for (const { position } of items) {
      const result = this.#results.get(position);
      if (result !== undefined && 'failure' in result)
        this.#results.set(position, { failure: { ...result.failure, class: 'retryable' } });
    }
  }
}

const noTime = { code: 'OutOfTime', message: 'the time for the put was up before it could be sent' };
const wrongCount = { code: 'WrongAnswer', message: 'the service did not answer for each entry' };
