import { describe, expect, it } from 'vitest';
import type { OpenShard, StreamControl, StreamShards } from '@sluice/core/ports';
import { anId } from '../factories/directory.ts';

/** A service with streams, as far as its tests make them. */
export interface OpenedStreams {
  readonly control: StreamControl;
  /** Makes a provisioned stream, and waits until it is there. */
  make(stream: string, shards: number): Promise<void>;
  /** Lets the change that goes on come to its end. */
  settle(stream: string): Promise<void>;
  /** Emulators take everything; where this is set, what the service refuses is refused. */
  readonly limits?: { readonly nextDay: () => void };
}

const hashes = 2n ** 128n;

/** From the first hash to the last without a gap. */
const expectWhole = (shards: readonly OpenShard[]): void => {
  let next = 0n;
  for (const { first, last } of shards) {
    expect(first).toBe(next);
    expect(last >= first).toBe(true);
    next = last + 1n;
  }
  expect(next).toBe(hashes);
};

/**
 * The contract of the StreamControl port.
 * @param open gives the service; the cases may share it, they use streams of their own
 */
export const streamControlContract = (name: string, open: () => Promise<OpenedStreams>): void => {
  const made = async (shards: number) => {
    const opened = await open();
    const stream = anId();
    await opened.make(stream, shards);
    const look = async (): Promise<StreamShards> => {
      await opened.settle(stream);
      const found = await opened.control.describe(stream);
      if (found === undefined) throw new Error(`there is no stream ${stream}`);
      expectWhole(found.shards);
      return found;
    };
    return { ...opened, stream, look };
  };
  const namesOf = ({ shards }: StreamShards) => shards.map(({ id }) => id);
  const at = ({ shards }: StreamShards, i: number): OpenShard => {
    const shard = shards[i];
    if (shard === undefined) throw new Error(`there is no shard ${i}`);
    return shard;
  };

  describe(`${name}: a stream`, () => {
    it('is described with its open shards, in order', async () => {
      const { look } = await made(3);
      const found = await look();
      expect(found).toMatchObject({ status: 'ACTIVE', mode: 'PROVISIONED' });
      expect(found.shards).toHaveLength(3);
      expect(new Set(namesOf(found)).size).toBe(3);
    });

    it('is resized, up and down; shards that were closed are not told', async () => {
      const { control, stream, look } = await made(2);
      const before = await look();
      expect(await control.resize(stream, 4)).toBe('accepted');
      const grown = await look();
      expect(grown.shards).toHaveLength(4);
      expect(namesOf(grown)).not.toEqual(expect.arrayContaining(namesOf(before)));
      expect(await control.resize(stream, 2)).toBe('accepted');
      expect((await look()).shards).toHaveLength(2);
    });

    it('has a shard split where it was asked for, and merged with its neighbour again', async () => {
      const { control, stream, look } = await made(2);
      const shard = at(await look(), 1);
      const from = shard.first + (shard.last - shard.first) / 4n;
      expect(await control.split(stream, shard.id, from)).toBe('accepted');
      const found = await look();
      expect(found.shards.map(({ first }) => first)).toEqual([0n, shard.first, from]);
      expect(await control.merge(stream, at(found, 0).id, at(found, 1).id)).toBe('accepted');
      expect((await look()).shards.map(({ first }) => first)).toEqual([0n, from]);
    });

    it('that is none is not found, and changes of it neither', async () => {
      const { control } = await open();
      const stream = anId();
      expect(await control.describe(stream)).toBeUndefined();
      expect(await control.resize(stream, 2)).toBe('not-found');
      expect(await control.split(stream, 'shardId-000000000000', 1n)).toBe('not-found');
      const merged = await control.merge(stream, 'shardId-000000000000', 'shardId-000000000001');
      expect(merged).toBe('not-found');
    });

    it('is not changed by what is no change of it', async () => {
      const { control, stream, look } = await made(3);
      const before = await look();
      expect(await control.split(stream, at(before, 0).id, at(before, 1).first + 5n)).toBe('invalid');
      expect(await control.merge(stream, at(before, 0).id, at(before, 2).id)).toBe('invalid');
      expect(await look()).toEqual(before);
    });
  });

  describe(`${name}: limits of a stream`, () => {
    it('at most twice and at least half as many, one change at a time, ten resizes a day', async (context) => {
      const { control, stream, look, limits } = await made(4);
      if (limits === undefined) return context.skip('emulators have no limits');
      for (const count of [0, 1, 9, 4.5]) expect(await control.resize(stream, count)).toBe('invalid');
      expect(await control.resize(stream, 8)).toBe('accepted');
      expect((await control.describe(stream))?.status).toBe('UPDATING');
      expect(await control.resize(stream, 9)).toBe('in-use');
      for (let i = 1; i < 10; i += 1) {
        await look();
        expect(await control.resize(stream, 8 + i)).toBe('accepted');
      }
      const { shards } = await look();
      expect(await control.resize(stream, 18)).toBe('limit-exceeded');
      expect(await control.merge(stream, shards[0]?.id ?? '', shards[1]?.id ?? '')).toBe('accepted');
      await look();
      limits.nextDay();
      expect(await control.resize(stream, 17)).toBe('accepted');
    });
  });
};
