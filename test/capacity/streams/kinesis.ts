import type { ControlAnswer } from '@sluice/core/ports';

/** How the service behaves (CAPACITY 4.3). Times are minutes of the series; a change may end within one. */
export interface KinesisOptions {
  readonly shards: number;
  /** Seconds that each split or merge of an UpdateShardCount adds to its 60. @default 10 (sensitivity: 30) */
  readonly secondsPerOperation?: number;
  /** What the busiest shard is asked, over an even share of the keys: it is full first, and refuses. @default 1 */
  readonly imbalance?: number;
}

const callsADay = 10;
const dayMinutes = 1_440;
const stepMinutes = 0.5;

interface Change {
  readonly from: number;
  readonly to: number;
  readonly begun: number;
  readonly ends: number;
}

/** One shard: its name, and how many of 2^40 parts of the keys it takes. */
interface SimShard {
  readonly id: string;
  readonly first: number;
  readonly last: number;
}

/** Parts of all keys: exact in a double, and fine enough for 10,000 shards. */
export const parts = 2 ** 40;

let made = 0;
const evenly = (count: number): SimShard[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `shard-${++made}`,
    first: Math.round((i * parts) / count),
    last: Math.round(((i + 1) * parts) / count) - 1,
  }));

/** A provisioned stream: what it takes, what it costs, and how it answers to being changed. */
export class Kinesis {
  shards: readonly SimShard[];
  /** Of accepted UpdateShardCount calls, ascending. */
  readonly calls: number[] = [];
  #change: Change | undefined;
  #next: readonly SimShard[] | undefined;
  readonly #secondsPerOperation: number;
  readonly #imbalance: number;

  constructor({ shards, secondsPerOperation = 10, imbalance = 1 }: KinesisOptions) {
    this.shards = evenly(shards);
    this.#secondsPerOperation = secondsPerOperation;
    this.#imbalance = imbalance;
  }

  /** Brings it to a time; a change that has ended by then is done. */
  advance(now: number): void {
    if (this.#change === undefined || now < this.#change.ends) return;
    this.shards = this.#next ?? this.shards;
    this.#change = undefined;
    this.#next = undefined;
  }

  isUpdating(now: number): boolean {
    this.advance(now);
    return this.#change !== undefined;
  }

  /** In shards: 1 / the share of the widest, or of the one with the busiest keys; while it is changed, in between, and never more than both ends say. */
  capacity(now: number): number {
    this.advance(now);
    const settled = this.#settled();
    if (this.#change === undefined) return settled;
    const { from, to, begun, ends } = this.#change;
    return from + (to - from) * Math.min(1, (now - begun) / (ends - begun));
  }

  /** Shards that are paid for: while it is changed the more of before and after. */
  billed(now: number): number {
    this.advance(now);
    return Math.max(this.shards.length, this.#next?.length ?? 0);
  }

  resize(now: number, to: number): ControlAnswer {
    const count = this.shards.length;
    if (!Number.isInteger(to) || to < 1 || to > 2 * count || to < Math.ceil(count / 2) || to > 10_000)
      return 'invalid';
    if (this.isUpdating(now)) return 'in-use';
    if (this.#callsWithin(now) >= callsADay) return 'limit-exceeded';
    this.calls.push(now);
    const operations = Math.max(1, Math.abs(to - count));
    this.#begin(now, (60 + this.#secondsPerOperation * operations) / 60, evenly(to));
    return 'accepted';
  }

  split(now: number, id: string, from: number): ControlAnswer {
    if (this.isUpdating(now)) return 'in-use';
    const shard = this.shards.find((one) => one.id === id);
    if (shard === undefined) return 'not-found';
    if (from <= shard.first || from > shard.last) return 'invalid';
    const two = [
      { id: `shard-${++made}`, first: shard.first, last: from - 1 },
      { id: `shard-${++made}`, first: from, last: shard.last },
    ];
    this.#begin(
      now,
      stepMinutes,
      this.shards.flatMap((one) => (one === shard ? two : [one])),
    );
    return 'accepted';
  }

  merge(now: number, left: string, right: string): ControlAnswer {
    if (this.isUpdating(now)) return 'in-use';
    const at = this.shards.findIndex((one) => one.id === left);
    const [one, other] = [this.shards[at], this.shards[at + 1]];
    if (one === undefined || other?.id !== right) return 'invalid';
    const merged = { id: `shard-${++made}`, first: one.first, last: other.last };
    this.#begin(now, stepMinutes, [...this.shards.slice(0, at), merged, ...this.shards.slice(at + 2)]);
    return 'accepted';
  }

  /** Somebody else's doing: at once, and in no budget of ours. */
  setByHand(shards: number): void {
    this.shards = evenly(Math.max(1, Math.round(shards)));
    this.#change = undefined;
    this.#next = undefined;
  }

  #settled(shards = this.shards): number {
    let widest = 0;
    for (const { first, last } of shards) widest = Math.max(widest, last - first + 1);
    return parts / widest / this.#imbalance;
  }

  #callsWithin(now: number): number {
    let count = 0;
    for (let i = this.calls.length - 1; i >= 0 && (this.calls[i] ?? 0) > now - dayMinutes; i -= 1) count += 1;
    return count;
  }

  #begin(now: number, minutes: number, next: readonly SimShard[]): void {
    const [from, to] = [this.#settled(), this.#settled(next)];
    // Pessimistic: what a merge makes narrower is narrower at once.
    this.#change = { from: Math.min(from, Math.max(from, to)), to, begun: now, ends: now + minutes };
    if (to < from) this.#change = { ...this.#change, from: to };
    this.#next = next;
  }
}
