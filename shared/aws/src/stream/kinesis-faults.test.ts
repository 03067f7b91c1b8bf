import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PutOutcome, StreamRecord } from '@sluice/core/ports';
import { anId } from '@sluice/testing/factories/directory';
import { seededRandom } from '@sluice/testing/faults/random';
import { fakeTime } from '../testing/fake-time.ts';
import { createStream, readStream, startKinesalite } from '../testing/kinesalite.ts';
import {
  faults,
  jsonAnswer,
  jsonOf,
  RewritingHandler,
  type Fault,
  type Rewrite,
} from '../testing/service-faults.ts';
import { kinesisStream } from './index.ts';

const kinesis = await startKinesalite();
const streamName = anId();
beforeAll(() => createStream(kinesis.client(), streamName, 2));
afterAll(() => kinesis.close());

const aRecord = (partitionKey = anId(), bytes = 10): StreamRecord => ({
  partitionKey,
  data: Buffer.alloc(bytes, partitionKey),
});
const some = (length: number): StreamRecord[] => Array.from({ length }, () => aRecord());

const streamUnder = (rewrite: Rewrite, seed = 1) => {
  const time = fakeTime();
  const requestHandler = new RewritingHandler(rewrite);
  const client = kinesis.client({ requestHandler });
  const stream = kinesisStream({ client, streamName, ...time, random: seededRandom(seed) });
  return { stream, time, requestHandler };
};
const under = (faultOf: (call: number) => Fault | undefined, seed?: number) =>
  streamUnder(faults('json', faultOf), seed);

/** How often each key is in the stream. */
const timesThere = async (records: readonly StreamRecord[]): Promise<number[]> => {
  const there = await readStream(kinesis.client(), streamName);
  return records.map(({ partitionKey }) => there.filter((one) => one.partitionKey === partitionKey).length);
};
const codesOf = (outcomes: readonly PutOutcome[]): string[] =>
  outcomes.map((outcome) => (outcome.ok ? 'ok' : `${outcome.failure.class} ${outcome.failure.code}`));
const all = <T>(records: readonly unknown[], value: T): T[] => records.map(() => value);

const throttled = 'ProvisionedThroughputExceededException';

describe('records that Kinesis does not take', () => {
  it.each([throttled, 'InternalFailure', 'SomethingNew'])('%s: only they are sent again', async (code) => {
    const { stream, requestHandler } = under((call) =>
      call < 3 ? { entries: (_, i) => (i % 2 === 0 ? code : undefined) } : undefined,
    );
    const records = some(9);
    expect(codesOf(await stream.put(records))).toEqual(all(records, 'ok'));
    expect(await timesThere(records)).toEqual(all(records, 1));
    expect(requestHandler.calls).toBe(4);
  });

  it('fail in their place when the attempts are used up, the others are there', async () => {
    const { stream, requestHandler, time } = under(() => ({
      entries: ({ PartitionKey }) => (PartitionKey?.endsWith('never') ? throttled : undefined),
    }));
    const records = [aRecord(), aRecord(`${anId()}never`), aRecord()];
    expect(codesOf(await stream.put(records))).toEqual(['ok', `retryable ${throttled}`, 'ok']);
    expect(await timesThere(records)).toEqual([1, 0, 1]);
    expect(requestHandler.calls).toBe(8);
    expect(time.slept).toHaveLength(7);
    expect(time.slept.every((ms, i) => ms <= Math.min(2_000, 100 * 2 ** i))).toBe(true);
    expect(new Set(time.slept).size).toBeGreaterThan(4);
  });

  it('are not sent when the time is up', async () => {
    const { stream, requestHandler, time } = streamUnder(async (request, send) => {
      time.pass(5_000);
      return faults('json', () => ({ name: throttled }))(request, send);
    });
    const records = some(2);
    expect(codesOf(await stream.put(records))).toEqual(all(records, `retryable ${throttled}`));
    expect(requestHandler.calls).toBe(2);
  });

  it('that were never sent say so', async () => {
    const { stream, time } = streamUnder(async (request, send) => {
      time.pass(9_000);
      return send(request);
    });
    const outcomes = codesOf(await stream.put(some(501)));
    expect(outcomes.slice(-2)).toEqual(['ok', 'retryable OutOfTime']);
  });

  it('neither taken nor failed, or not answered for, are not there', async () => {
    for (const Records of [[{}, {}], [{ SequenceNumber: '1', ShardId: 's' }], undefined]) {
      const { stream } = streamUnder(async () => jsonAnswer({ FailedRecordCount: 0, Records }));
      const outcomes = await stream.put(some(2));
      expect(outcomes.map((outcome) => outcome.ok)).toEqual([false, false]);
    }
  });
});

describe('calls that fail whole', () => {
  it.each<Fault>([
    { name: throttled },
    { name: 'InternalFailure', status: 500 },
    { name: 'x', status: 503 },
    'reset',
  ])('%j: are sent again', async (fault) => {
    const { stream } = under((call) => (call < 4 ? fault : undefined));
    const records = some(3);
    expect(codesOf(await stream.put(records))).toEqual(all(records, 'ok'));
    expect(await timesThere(records)).toEqual([1, 1, 1]);
  });

  it('and whose answer is lost are sent again: the records are there twice', async () => {
    const { stream } = under((call) => (call === 0 ? 'lost' : undefined));
    const records = some(3);
    expect(codesOf(await stream.put(records))).toEqual(all(records, 'ok'));
    expect(await timesThere(records)).toEqual([2, 2, 2]);
  });

  it.each(['ResourceNotFoundException', 'AccessDeniedException', 'KMSDisabledException', 'NeverHeardOf'])(
    '%s: an outage, not worth a try now',
    async (name) => {
      const { stream, requestHandler } = under(() => ({ name }));
      expect(codesOf(await stream.put(some(2)))).toEqual(all([1, 2], `retryable ${name}`));
      expect(requestHandler.calls).toBe(1);
    },
  );
});

/** Kinesis refuses a call for one record that it cannot take. */
const refusing = (isBad: (key: string) => boolean): Rewrite => {
  const refuse = faults('json', () => ({ name: 'ValidationException' }));
  return (request, send) => {
    const { Records } = jsonOf(request) as { Records: { PartitionKey: string }[] };
    return Records.some(({ PartitionKey }) => isBad(PartitionKey)) ? refuse(request, send) : send(request);
  };
};

describe('a call that is refused whole', () => {
  it.each([0, 1, 250, 499])('is halved down to the bad record, number %i of 500', async (bad) => {
    const records = some(500);
    const { stream, requestHandler } = streamUnder(refusing((key) => key === records[bad]?.partitionKey));
    const outcomes = codesOf(await stream.put(records));
    expect(outcomes.map((code, i) => (code === 'ok' ? -1 : i)).filter((i) => i >= 0)).toEqual([bad]);
    expect(outcomes[bad]).toBe('ours ValidationException');
    expect(await timesThere(records)).toEqual(records.map((_, i) => (i === bad ? 0 : 1)));
    expect(requestHandler.calls).toBeLessThan(20);
  });

  it('for all of several records is taken for a wrong setting: no event is at fault for it', async () => {
    const { stream } = streamUnder(refusing(() => true));
    expect(codesOf(await stream.put(some(3)))).toEqual(all([1, 2, 3], 'retryable ValidationException'));
    expect(codesOf(await stream.put(some(1)))).toEqual(['ours ValidationException']);
  });
});

/** Notes what the calls hold, and takes it all. */
const noting =
  (calls: { count: number; bytes: number }[]): Rewrite =>
  async (request) => {
    const { Records } = jsonOf(request) as { Records: { Data: string; PartitionKey: string }[] };
    const sizes = Records.map(
      (one) => Buffer.from(one.Data, 'base64').length + Buffer.byteLength(one.PartitionKey),
    );
    calls.push({ count: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) });
    return jsonAnswer({
      Records: sizes.map((_, i) => ({ SequenceNumber: String(i), ShardId: 'shardId-0' })),
    });
  };

describe('limits, counted before the call', () => {
  it.each([
    [1, [1]],
    [499, [499]],
    [500, [500]],
    [501, [500, 1]],
    [1_001, [500, 500, 1]],
  ])('%i records are calls of %j', async (length, expected) => {
    const calls: { count: number; bytes: number }[] = [];
    await streamUnder(noting(calls)).stream.put(some(length));
    expect(calls.map(({ count }) => count)).toEqual(expected);
  });

  it('a call has at most 5,000,000 bytes, keys counted', async () => {
    const calls: { count: number; bytes: number }[] = [];
    const { stream } = streamUnder(noting(calls));
    await stream.put(Array.from({ length: 5 }, () => aRecord('k', 999_999)));
    await stream.put(
      Array.from({ length: 5 }, (_, i) => aRecord(i === 0 ? 'é' : 'k', i === 0 ? 999_998 : 999_999)),
    );
    expect(calls.map(({ bytes }) => bytes)).toEqual([5_000_000, 5_000_000]);
    await stream.put([
      ...Array.from({ length: 5 }, () => aRecord('k', 999_999)),
      aRecord('', 0),
      aRecord('k', 0),
    ]);
    expect(calls.slice(2).map(({ count }) => count)).toEqual([5, 1]);
  });

  it('a record has at most 1,000,000 bytes with its key, a key 1 to 256 characters: others fail alone', async () => {
    const calls: { count: number; bytes: number }[] = [];
    const { stream } = streamUnder(noting(calls));
    const records = [
      aRecord('k', 1_000_000),
      aRecord('é', 999_999),
      aRecord('k', 999_999),
      aRecord(''),
      aRecord('k'.repeat(257)),
      aRecord('k'.repeat(256)),
    ];
    expect(codesOf(await stream.put(records))).toEqual([
      'ours RecordTooLarge',
      'ours RecordTooLarge',
      'ok',
      'ours BadPartitionKey',
      'ours BadPartitionKey',
      'ok',
    ]);
    expect(calls.map(({ count }) => count)).toEqual([2]);
  });
});

describe('any faults, by seed', () => {
  it('what is ok is there, and what is there once came without a lost answer', async () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const random = seededRandom(seed);
      let lost = 0;
      const { stream } = under(() => {
        const dice = random();
        if (dice < 0.4) return { entries: () => (random() < 0.5 ? throttled : undefined) };
        if (dice < 0.5) return { name: throttled };
        if (dice < 0.6) return 'reset';
        if (dice >= 0.7) return undefined;
        lost += 1;
        return 'lost';
      }, seed);
      const records = some(40);
      const outcomes = await stream.put(records);
      const times = await timesThere(records);
      for (const [i, outcome] of outcomes.entries()) {
        if (outcome.ok) expect(times[i], `seed ${seed}`).toBeGreaterThan(0);
        else expect(outcome.failure.class, `seed ${seed}`).toBe('retryable');
        expect(times[i], `seed ${seed}`).toBeLessThanOrEqual(1 + lost);
      }
    }
  });
});
