import { beforeEach, describe, expect, it } from 'vitest';
import { OutOfService } from '@sluice/core/failure';
import type { DeliveredRecord, ObjectStore } from '@sluice/core/ports';
import { aDelivered } from '@sluice/testing/factories/chunks';
import { aTenantId } from '@sluice/testing/factories/directory';
import { Crash } from '@sluice/testing/faults/errors';
import { atCall, faults, type Fault } from '@sluice/testing/faults/plan';
import { seededRandom } from '@sluice/testing/faults/random';
import { withFaults } from '@sluice/testing/faults/with-faults';
import { memoryEventStream } from '@sluice/testing/memory/event-stream';
import { memoryObjectStore } from '@sluice/testing/memory/object-store';
import { consumers, replayGivenUp, type Consumer, type ReplayServices } from './index.ts';
import { aRawRecord, giveUp, keysIn } from './testing.fixture.ts';

const took = { batchItemFailures: [] };

let objects: ObjectStore;
let handed: { consumer: Consumer; record: DeliveredRecord }[];
let services: ReplayServices;

beforeEach(() => {
  objects = memoryObjectStore();
  handed = [];
  services = {
    objects,
    handBack: (consumer, record) => {
      handed.push({ consumer, record });
      return Promise.resolve(took);
    },
  };
});

const all = { dryRun: false };

describe('replay', () => {
  it('hands each record back to who gave it up, unchanged, and removes its object', async () => {
    const records = consumers.map((consumer) => ({
      consumer,
      record: consumer.endsWith('raw') ? aRawRecord() : aDelivered(),
    }));
    const keys = [];
    for (const { consumer, record } of records) keys.push(await giveUp(objects, consumer, record));
    expect(await replayGivenUp(services, all)).toEqual({ replayed: 5, objects: keys, failed: [] });
    const plain = (given: typeof handed) =>
      given.map(({ consumer, record }) => ({
        consumer,
        record: { ...record, data: Buffer.from(record.data) },
      }));
    expect(plain(handed)).toEqual(plain(records));
    expect(await keysIn(objects)).toEqual([]);
  });

  it('takes those of one consumer, of one tenant, or none in a dry run', async () => {
    const [mine, other] = [aTenantId(), aTenantId()];
    const ours = await giveUp(objects, 'validate', aRawRecord(mine));
    const theirs = await giveUp(objects, 'validate', aRawRecord(other));
    const stored = await giveUp(objects, 'store', aRawRecord(mine));
    expect(await replayGivenUp(services, { dryRun: true, tenant: mine })).toEqual({
      replayed: 0,
      objects: [ours, stored],
      failed: [],
    });
    expect(handed).toEqual([]);
    expect(await keysIn(objects)).toHaveLength(3);
    expect((await replayGivenUp(services, { ...all, consumer: 'validate', tenant: mine })).objects).toEqual([
      ours,
    ]);
    expect(await keysIn(objects)).toEqual([stored, theirs].sort());
  });

  it('of nothing is nothing', async () => {
    expect(await replayGivenUp(services, all)).toEqual({ replayed: 0, objects: [], failed: [] });
  });

  it.each([
    [
      'reports a failure',
      () => Promise.resolve({ batchItemFailures: [{ itemIdentifier: '1' }] }),
      'did not take it',
    ],
    ['throws', () => Promise.reject(new Error('no such thing')), 'validate failed: no such thing'],
  ])('keeps what its consumer %s of, and goes on with the others', async (_, fail, reason) => {
    const poison = await giveUp(objects, 'validate', aRawRecord());
    const good = await giveUp(objects, 'validate', aRawRecord());
    const handBack: ReplayServices['handBack'] = (_consumer, record) =>
      poison.includes(record.sequence.padStart(20, '0')) ? fail() : Promise.resolve(took);
    const result = await replayGivenUp({ objects, handBack }, all);
    expect(result).toMatchObject({ replayed: 1, objects: [good], failed: [{ object: poison }] });
    expect(result.failed[0]?.reason).toContain(reason);
    expect(await keysIn(objects)).toEqual([poison]);
  });

  it.each([
    ['no JSON', () => 'half an obj', 'it is not JSON'],
    ['another form', () => '{"v":1}', 'not the form'],
    ['nothing', () => '', 'it is not JSON'],
  ])('keeps an object that holds %s, and goes on with the others', async (_, text, reason) => {
    const broken = await giveUp(objects, 'store', aDelivered());
    await objects.put(broken, Buffer.from(text()));
    const good = await giveUp(objects, 'store', aDelivered());
    const result = await replayGivenUp(services, all);
    expect(result).toMatchObject({ objects: [good], failed: [{ object: broken }] });
    expect(result.failed[0]?.reason).toContain(reason);
    expect(await keysIn(objects)).toEqual([broken]);
  });

  it('keeps an object of another consumer, and one whose tally it cannot count', async () => {
    const moved = await giveUp(objects, 'store', aDelivered(), { consumer: 'validate' });
    const record = aRawRecord();
    const tally = { ...record.tally, tenant: 'not an id' };
    const wrong = await giveUp(objects, 'accepted', record, { tally });
    const { failed } = await replayGivenUp(services, all);
    expect(failed.map(({ object }) => object)).toEqual([wrong, moved]);
    expect(failed.map(({ reason }) => reason).join()).toContain('"not an id"');
    expect(handed).toEqual([]);
  });

  it('leaves out what another replay took meanwhile', async () => {
    const key = await giveUp(objects, 'store', aDelivered());
    await objects.delete(key);
    const listed: ObjectStore = {
      ...objects,
      list: async function* () {
        yield key;
      },
    };
    expect(await replayGivenUp({ ...services, objects: listed }, { ...all, consumer: 'store' })).toEqual({
      replayed: 0,
      objects: [],
      failed: [],
    });
  });

  it('rejects when the on-failure store cannot be listed', async () => {
    const away: ObjectStore = {
      ...objects,
      // eslint-disable-next-line require-yield -- it fails first
      list: async function* () {
        throw new OutOfService('the disk is away');
      },
    };
    await expect(replayGivenUp({ ...services, objects: away }, all)).rejects.toThrow('the disk is away');
  });
});

describe('a fault at every single call', () => {
  /** A consumer whose one effect is a put to a stream. */
  const underFault = async (number: number, fault: Fault) => {
    const store = memoryObjectStore();
    const stream = memoryEventStream();
    const records = [aRawRecord(), aRawRecord(), aRawRecord()];
    for (const record of records) await giveUp(store, 'validate', record);
    const injected = withFaults(seededRandom(number), atCall(number, fault));
    const ports = injected.restart();
    const composed = (
      streamPort = ports.eventStream(stream),
      objectPort = ports.objectStore(store),
    ): ReplayServices => ({
      objects: objectPort,
      handBack: async (_, record) => {
        const [outcome] = await streamPort.put([record]);
        return outcome?.ok === true ? took : { batchItemFailures: [{ itemIdentifier: record.sequence }] };
      },
    });
    const result = await replayGivenUp(composed(), all).catch((error: unknown) => error);
    const there = () => new Set(stream.records.map(({ partitionKey }) => partitionKey));
    const left = await keysIn(store);
    // Whatever happened: each record is on the stream, or its object is still there.
    for (const record of records)
      expect(there().has(record.partitionKey) || left.some((key) => key.includes(record.sequence))).toBe(
        true,
      );
    if (!(result instanceof Error)) {
      const { replayed, failed } = result as Awaited<ReturnType<typeof replayGivenUp>>;
      // One whose removal was done and reported as failed is told of, and gone.
      expect(failed.map(({ object }) => object)).toEqual(expect.arrayContaining(left));
      expect(replayed + failed.length).toBe(records.length);
    } else expect(result instanceof Crash || result instanceof OutOfService).toBe(true);
    // And once more, without a fault.
    const again = await replayGivenUp(composed(stream, store), all);
    expect(again).toEqual({ replayed: left.length, objects: left, failed: [] });
    expect(there()).toEqual(new Set(records.map(({ partitionKey }) => partitionKey)));
    expect(await keysIn(store)).toEqual([]);
    return injected.injected().counts.size > 0;
  };

  it.each(faults)('%s: no record is lost, and a second replay finishes', async (fault) => {
    let reached = 0;
    while (await underFault(reached, fault)) reached++;
    expect(reached).toBeGreaterThan(10);
  });
});
