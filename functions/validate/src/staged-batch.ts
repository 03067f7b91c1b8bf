import type { RawParts } from '@sluice/core/forms';
import { limits } from '@sluice/core/layout';
import type { EventStream } from '@sluice/core/ports';
import { Lines, toMember, type Effect } from '@sluice/core/stream';

/** Lines of one group are compressed at this size: events shrink to a sixth or less, so the record fits a stream and a near-line item. */
const gatherBytes = 2_000_000;

/** A group of at least this size gets a record of its own, which the store stage can keep as it is, without compressing it again. */
const ownRecordBytes = 64_000;

interface Gathered {
  readonly partitionKey: string;
  readonly position: number;
  readonly lines: Lines;
}

interface Ready {
  readonly partitionKey: string;
  readonly position: number;
  readonly data: Uint8Array;
}

/**
 * The staged records of one batch. Events of many requests share a record, which compresses better and costs less: large groups of one
 * tenant, metric and hour by themselves, what is left of a tenant together.
 */
export class StagedBatch {
  readonly #stream: EventStream;
  readonly #open = new Map<string, Gathered>();
  readonly #ready: Ready[] = [];
  /** Neighbours mostly share their group. */
  #last:
    | { readonly tenant: string; readonly metric: string; readonly hour: string; readonly gathered: Gathered }
    | undefined;

  constructor(stream: EventStream) {
    this.#stream = stream;
  }

  /** @param position of the raw record in its batch */
  add(raw: RawParts, metric: string, hour: string, line: string, position: number): void {
    const gathered = this.#gatheredFor(raw, metric, hour, position);
    gathered.lines.add(line);
    if (gathered.lines.bytes().length < gatherBytes) return;
    this.#open.delete(`${raw.tenant}/${metric}/${hour}`);
    this.#last = undefined;
    this.#compress(gathered, gathered.lines);
  }

  #gatheredFor(raw: RawParts, metric: string, hour: string, position: number): Gathered {
    const last = this.#last;
    if (last?.metric === metric && last.hour === hour && last.tenant === raw.tenant) return last.gathered;
    const gathered = this.#gather(`${raw.tenant}/${metric}/${hour}`, raw, position);
    this.#last = { tenant: raw.tenant, metric, hour, gathered };
    return gathered;
  }

  async flush(): Promise<readonly Effect[]> {
    for (const gathered of this.#mergeSmall()) this.#compress(gathered, gathered.lines);
    if (this.#ready.length === 0) return [];
    const outcomes = await this.#stream.put(
      this.#ready.map(({ partitionKey, data }) => ({ partitionKey, data })),
    );
    return this.#ready.map(({ position }, i) => ({
      position,
      outcome: outcomes[i] ?? { ok: false, failure: noOutcome },
    }));
  }

  #gather(key: string, raw: RawParts, position: number): Gathered {
    let gathered = this.#open.get(key);
    if (gathered === undefined) {
      gathered = { partitionKey: `${raw.tenant}${raw.recordId}`, position, lines: new Lines() };
      this.#open.set(key, gathered);
    }
    return gathered;
  }

  #mergeSmall(): readonly Gathered[] {
    const own: Gathered[] = [];
    const merged = new Map<string, Gathered>();
    for (const gathered of this.#open.values()) {
      if (gathered.lines.bytes().length >= ownRecordBytes) {
        own.push(gathered);
        continue;
      }
      const tenant = gathered.partitionKey.slice(0, 26);
      // Groups are met in the order of their first events: the first one's position is the lowest.
      const known = merged.get(tenant);
      if (known === undefined) merged.set(tenant, gathered);
      else known.lines.addAll(gathered.lines);
    }
    return [...own, ...merged.values()];
  }

  #compress({ partitionKey, position }: Gathered, lines: Lines): void {
    const data = toMember(lines.bytes());
    if (data.length + partitionKey.length <= limits.recordBytes || lines.count === 1) {
      this.#ready.push({ partitionKey, position, data });
      return;
    }
    for (const half of lines.halves()) this.#compress({ partitionKey, position, lines: half }, half);
  }
}

const noOutcome = {
  class: 'retryable',
  code: 'NoOutcome',
  message: 'the staged stream gave no outcome for a record',
} as const;
