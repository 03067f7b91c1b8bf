import type { Clock, ControlAnswer, OpenShard, StreamControl, StreamShards } from '@sluice/core/ports';

interface MemoryStream {
  readonly shards: readonly OpenShard[];
  readonly next?: readonly OpenShard[];
  readonly resizes: readonly number[];
}

const dayMs = 86_400_000;
const resizesADay = 10;
const hashes = 2n ** 128n;

/** Streams in memory, with the service's limits. A change goes on until it is told to end. */
export const memoryStreamControl = ({ clock }: { readonly clock: Clock }) => {
  const streams = new Map<string, MemoryStream>();
  let made = 0;
  const shard = (first: bigint, last: bigint): OpenShard => ({
    id: `shardId-${String(made++).padStart(12, '0')}`,
    first,
    last,
  });
  const evenly = (count: number): readonly OpenShard[] => {
    const edge = (i: number): bigint => (hashes * BigInt(i)) / BigInt(count);
    return Array.from({ length: count }, (_, i) => shard(edge(i), edge(i + 1) - 1n));
  };
  /** @param change the shards after it, or why there is no change */
  const changing = async (
    name: string,
    change: (stream: MemoryStream) => Partial<MemoryStream> | ControlAnswer,
  ): Promise<ControlAnswer> => {
    const stream = streams.get(name);
    if (stream === undefined) return 'not-found';
    if (stream.next !== undefined) return 'in-use';
    const changed = change(stream);
    if (typeof changed === 'string') return changed;
    streams.set(name, { ...stream, ...changed });
    return 'accepted';
  };
  const control: StreamControl = {
    describe: async (name): Promise<StreamShards | undefined> => {
      const stream = streams.get(name);
      const status = stream?.next === undefined ? 'ACTIVE' : 'UPDATING';
      return stream && { status, mode: 'PROVISIONED', shards: stream.shards };
    },
    resize: (name, count) =>
      changing(name, ({ shards, resizes }) => {
        const [least, most] = [Math.ceil(shards.length / 2), 2 * shards.length];
        if (!Number.isInteger(count) || count < least || count > most) return 'invalid';
        const recent = resizes.filter((at) => at > clock.now() - dayMs);
        if (recent.length >= resizesADay) return 'limit-exceeded';
        return { next: evenly(count), resizes: [...recent, clock.now()] };
      }),
    split: (name, id, from) =>
      changing(name, ({ shards }) => {
        const found = shards.find((one) => one.id === id);
        if (found === undefined) return 'not-found';
        if (from <= found.first || from > found.last) return 'invalid';
        const two = [shard(found.first, from - 1n), shard(from, found.last)];
        return { next: shards.flatMap((one) => (one === found ? two : [one])) };
      }),
    merge: (name, left, right) =>
      changing(name, ({ shards }) => {
        const i = shards.findIndex(({ id }) => id === left);
        const [one, other] = [shards[i], shards[i + 1]];
        if (one === undefined || other?.id !== right) return 'invalid';
        return { next: shards.toSpliced(i, 2, shard(one.first, other.last)) };
      }),
  };
  return {
    control,
    make: async (name: string, shards: number): Promise<void> => {
      streams.set(name, { shards: evenly(shards), resizes: [] });
    },
    settle: async (name: string): Promise<void> => {
      const stream = streams.get(name);
      if (stream?.next !== undefined) streams.set(name, { shards: stream.next, resizes: stream.resizes });
    },
  };
};
