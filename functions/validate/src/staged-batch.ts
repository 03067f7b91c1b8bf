import type { RawParts } from '@sluice/core/forms';
import { limits } from '@sluice/core/layout';
import type { EventStream } from '@sluice/core/ports';
import { toMember, type Effect } from '@sluice/core/stream';

/** Lines gathered for one record are compressed at this size: events shrink to a tenth, so it is far below the record's limit. */
const gatherCharacters = 2_000_000;

interface Gathered {
  readonly partitionKey: string;
  readonly position: number;
  readonly lines: string[];
  characters: number;
}

interface Ready {
  readonly partitionKey: string;
  readonly position: number;
  readonly data: Uint8Array;
}

/** The staged records of one batch: events of one tenant from many requests share a record, which compresses better and costs less. */
export class StagedBatch {
  readonly #stream: EventStream;
  readonly #open = new Map<string, Gathered>();
  readonly #ready: Ready[] = [];

  constructor(stream: EventStream) {
    this.#stream = stream;
  }

  /** @param position of the raw record in its batch */
  add(raw: RawParts, line: string, position: number): void {
    let gathered = this.#open.get(raw.tenant);
    if (gathered === undefined) {
      gathered = { partitionKey: `${raw.tenant}${raw.recordId}`, position, lines: [], characters: 0 };
      this.#open.set(raw.tenant, gathered);
    }
    gathered.lines.push(line);
    gathered.characters += line.length;
    if (gathered.characters < gatherCharacters) return;
    this.#open.delete(raw.tenant);
    this.#compress(gathered, gathered.lines);
  }

  async flush(): Promise<readonly Effect[]> {
    for (const gathered of this.#open.values()) this.#compress(gathered, gathered.lines);
    if (this.#ready.length === 0) return [];
    const outcomes = await this.#stream.put(
      this.#ready.map(({ partitionKey, data }) => ({ partitionKey, data })),
    );
    return this.#ready.map(({ position }, i) => ({
      position,
      outcome: outcomes[i] ?? { ok: false, failure: noOutcome },
    }));
  }

  #compress({ partitionKey, position }: Gathered, lines: readonly string[]): void {
    const data = toMember(lines.join(''));
    if (data.length + partitionKey.length <= limits.recordBytes || lines.length === 1) {
      this.#ready.push({ partitionKey, position, data });
      return;
    }
    const middle = lines.length >> 1;
    this.#compress({ partitionKey, position, lines: [], characters: 0 }, lines.slice(0, middle));
    this.#compress({ partitionKey, position, lines: [], characters: 0 }, lines.slice(middle));
  }
}

const noOutcome = {
  class: 'retryable',
  code: 'NoOutcome',
  message: 'the staged stream gave no outcome for a record',
} as const;
