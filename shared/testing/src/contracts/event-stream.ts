import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { limits } from '@sluice/core/layout';
import type { DeliveredRecord, EventStream, PutOutcome, StreamRecord } from '@sluice/core/ports';
import { anId } from '../factories/directory.ts';

/** A stream and the way to read it back. */
export interface ReadableEventStream {
  readonly stream: EventStream;
  /** All records, in order within a shard. */
  readonly delivered: () => Promise<readonly DeliveredRecord[]>;
}

type Open = () => Promise<ReadableEventStream>;

const aRecord = (data: Uint8Array | string = anId(), partitionKey = anId()): StreamRecord => ({
  partitionKey,
  data: Buffer.from(data),
});

const aRecordOf = (bytes: number): StreamRecord => {
  const partitionKey = anId();
  return { partitionKey, data: randomBytes(bytes - partitionKey.length) };
};

/** Where a record lies: nothing else has this name. */
const placeOf = ({ shard, sequence }: { shard: string; sequence: string }): string => `${shard} ${sequence}`;

const placesOf = (outcomes: readonly PutOutcome[]): string[] =>
  outcomes.map((outcome) => (outcome.ok ? placeOf(outcome) : outcome.failure.code));

/** The put records are what is found at the places that their outcomes name, in order. */
const expectThere = async (
  { delivered }: ReadableEventStream,
  records: readonly StreamRecord[],
  outcomes: readonly PutOutcome[],
): Promise<void> => {
  const byPlace = new Map((await delivered()).map((record) => [placeOf(record), record]));
  const found = placesOf(outcomes).map((place) => byPlace.get(place));
  expect(found.map((record) => record?.partitionKey)).toEqual(
    records.map(({ partitionKey }) => partitionKey),
  );
  const isSame = records.map(({ data }, i) => Buffer.from(found[i]?.data ?? []).equals(data));
  expect(isSame).toEqual(records.map(() => true));
};

/**
 * The contract of the EventStream port.
 * @param open gives an empty stream
 */
export const eventStreamContract = (name: string, open: Open): void => {
  describe(`${name}: records of a stream`, () => recordCases(open));
  describe(`${name}: many records`, () => manyCases(open));
};

const recordCases = (open: Open): void => {
  it('are where their outcomes say, byte for byte, with their keys', async () => {
    const opened = await open();
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    const records = [
      aRecord(all),
      aRecord('x'),
      aRecord('long key', 'k'.repeat(256)),
      aRecord('key', 'é 😀 "'),
      aRecord(all),
    ];
    await expectThere(opened, records, await opened.stream.put(records));
  });

  it('have a shard, a sequence of digits and a time of arrival', async () => {
    const { stream, delivered } = await open();
    await stream.put([aRecord()]);
    const [record] = await delivered();
    expect(record?.shard).toMatch(/^[A-Za-z0-9-]+$/);
    expect(record?.sequence).toMatch(/^[0-9]+$/);
    expect(Number.isInteger(record?.arrivedAt)).toBe(true);
  });

  it('put one after the other have growing sequences within a shard', async () => {
    const { stream, delivered } = await open();
    for (let i = 0; i < 30; i += 1) await stream.put([aRecord(String(i))]);
    const shards = Object.values(Object.groupBy(await delivered(), ({ shard }) => shard));
    for (const records of shards) {
      const numbers = (records ?? []).map(({ data }) => Number(Buffer.from(data).toString()));
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      const sequences = (records ?? []).map(({ sequence }) => BigInt(sequence));
      expect(sequences.every((sequence, i) => i === 0 || sequence > (sequences[i - 1] ?? 0n))).toBe(true);
    }
  });

  it('put twice are there twice', async () => {
    const opened = await open();
    const record = aRecord();
    const outcomes = [...(await opened.stream.put([record, record])), ...(await opened.stream.put([record]))];
    expect(new Set(placesOf(outcomes)).size).toBe(3);
    await expectThere(opened, [record, record, record], outcomes);
  });

  it('may be none', async () => {
    const { stream, delivered } = await open();
    expect(await stream.put([])).toEqual([]);
    expect(await delivered()).toEqual([]);
  });

  it('may have the most bytes that there are, with the key', async () => {
    const opened = await open();
    const records = [aRecordOf(limits.recordBytes - 1), aRecordOf(limits.recordBytes)];
    await expectThere(opened, records, await opened.stream.put(records));
  });
};

const manyCases = (open: Open): void => {
  it('in one put, more than a call of any service takes', async () => {
    const opened = await open();
    const records = Array.from({ length: 1_201 }, (_, i) => aRecord(String(i)));
    await expectThere(opened, records, await opened.stream.put(records));
    expect(await opened.delivered()).toHaveLength(1_201);
  });

  it('in one put, more bytes than a call of any service takes', async () => {
    const opened = await open();
    const records = Array.from({ length: 12 }, () => aRecordOf(999_000));
    await expectThere(opened, records, await opened.stream.put(records));
  });

  it('in puts at the same time', async () => {
    const opened = await open();
    const records = Array.from({ length: 60 }, (_, i) => aRecord(String(i)));
    const outcomes = await Promise.all(records.map((record) => opened.stream.put([record])));
    await expectThere(opened, records, outcomes.flat());
    expect(await opened.delivered()).toHaveLength(60);
  });
};
