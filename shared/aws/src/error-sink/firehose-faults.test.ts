import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '@sluice/core/failure';
import { isErrorRecord, type ErrorRecord } from '@sluice/core/forms';
import { anErrorRecord } from '@sluice/testing/factories/chunks';
import { seededRandom } from '@sluice/testing/faults/random';
import { oneAttempt } from '../clients/index.ts';
import { onEmulator } from '../testing/clients.ts';
import { fakeTime } from '../testing/fake-time.ts';
import { memoryFirehose } from '../testing/memory-firehose.ts';
import { before, faults, RewritingHandler, type Fault } from '../testing/service-faults.ts';
import { firehoseErrorSink } from './index.ts';

const sinkUnder = (faultOf: (call: number) => Fault | undefined, streamsPerSet = 1, seed = 1) => {
  const firehose = memoryFirehose();
  const requestHandler = new RewritingHandler(before(faults('json', faultOf), firehose.answer));
  const client = new FirehoseClient({ ...oneAttempt(), ...onEmulator(1), requestHandler });
  const random = seededRandom(seed);
  const sink = firehoseErrorSink({ client, prefix: 'errors-', streamsPerSet, random, ...fakeTime() });
  return { sink, firehose, requestHandler };
};
const healthy = (): undefined => undefined;

const some = (length: number, of: Partial<ErrorRecord> = {}): ErrorRecord[] =>
  Array.from({ length }, (_, index) => anErrorRecord({ index, ...of }));
const idsIn = (entries: readonly Buffer[]): string[] =>
  entries
    .flatMap((entry) => gunzipSync(entry).toString().trimEnd().split('\n'))
    .map((line) => {
      const record: unknown = JSON.parse(line);
      if (!isErrorRecord(record)) throw new Error(`not an error record: ${line}`);
      return `${record.recordId}/${record.index}`;
    });
const idOf = ({ recordId, index }: ErrorRecord): string => `${recordId}/${index}`;
const codesOf = (outcomes: readonly Outcome[]): string[] =>
  outcomes.map((outcome) => (outcome.ok ? 'ok' : `${outcome.failure.class} ${outcome.failure.code}`));
/** Text that gzip cannot make shorter than three quarters. */
const noise = (bytes: number): string => randomBytes(bytes).toString('base64').slice(0, bytes);

describe('a set of delivery streams', () => {
  it('gets records spread by their record id, each at the same stream each time', async () => {
    const { sink, firehose } = sinkUnder(healthy, 4);
    const records = some(400);
    await sink.put(records);
    const first = new Map([...firehose.streams].map(([name, entries]) => [name, idsIn(entries)]));
    expect([...first.keys()].sort()).toEqual([0, 1, 2, 3].map((n) => `errors-raw-malformed-${n}`));
    expect([...first.values()].flat().sort()).toEqual(records.map(idOf).sort());
    expect(Math.min(...[...first.values()].map(({ length }) => length))).toBeGreaterThan(60);
    await sink.put(records);
    for (const [name, entries] of firehose.streams)
      expect(new Set(idsIn(entries))).toEqual(new Set(first.get(name)));
  });

  it('has one stream away: only its records fail', async () => {
    const { sink, firehose } = sinkUnder(
      (call) => (call === 0 ? { name: 'ResourceNotFoundException' } : undefined),
      4,
    );
    const records = some(40);
    const outcomes = codesOf(await sink.put(records));
    const there = new Set([...firehose.streams.values()].flatMap(idsIn));
    expect(outcomes).toEqual(
      records.map((record) => (there.has(idOf(record)) ? 'ok' : 'retryable ResourceNotFoundException')),
    );
    expect(firehose.streams.size).toBe(3);
  });
});

describe('entries', () => {
  it('hold many small records, and are below 1,000 KiB whatever the records are', async () => {
    const { sink, firehose } = sinkUnder(healthy);
    await sink.put(some(500));
    expect(firehose.calls.map(({ sizes }) => sizes.length)).toEqual([1]);
    const records = [...some(9, { event: noise(400_000) }), ...some(3, { event: noise(999_488) })];
    const binary = anErrorRecord({ event: randomBytes(999_488).toString('base64'), encoding: 'base64' });
    expect(codesOf(await sink.put([...records, binary]))).toEqual([...records, binary].map(() => 'ok'));
    const calls = firehose.calls.slice(1);
    expect(Math.max(...calls.flatMap(({ sizes }) => sizes))).toBeLessThan(1_024_000);
    expect(Math.max(...calls.map(({ sizes }) => sizes.reduce((a, b) => a + b)))).toBeLessThanOrEqual(
      4_000_000,
    );
    expect(calls.length).toBeGreaterThan(1);
  });

  it('that are too large even so fail alone', async () => {
    const { sink } = sinkUnder(healthy);
    const records = [anErrorRecord(), anErrorRecord({ event: noise(2_000_000) }), anErrorRecord()];
    expect(codesOf(await sink.put(records))).toEqual(['ok', 'ours RecordTooLarge', 'ok']);
  });

  it('that fail are sent again, alone', async () => {
    const { sink, firehose } = sinkUnder((call) =>
      call === 0 ? { entries: (_, i) => (i === 1 ? 'ServiceUnavailableException' : undefined) } : undefined,
    );
    const records = some(6, { event: noise(700_000) });
    expect(codesOf(await sink.put(records))).toEqual(records.map(() => 'ok'));
    const ids = idsIn(firehose.streams.get('errors-raw-malformed-0') ?? []);
    expect(ids.toSorted()).toEqual(records.map(idOf).sort());
  });

  it('never show half a character in a reason', async () => {
    const { sink, firehose } = sinkUnder(healthy);
    await sink.put([anErrorRecord({ reason: 'cut \ud83d' })]);
    const [entry] = firehose.streams.get('errors-raw-malformed-0') ?? [];
    expect(gunzipSync(entry ?? '').toString()).not.toContain('\\ud83d');
  });
});

describe('any faults, by seed', () => {
  it('what is ok is there; what is not may be tried again', async () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const random = seededRandom(seed);
      const faultOf = (): Fault | undefined => {
        const dice = random();
        if (dice < 0.4) return { entries: () => (random() < 0.6 ? 'InternalFailure' : undefined) };
        if (dice < 0.7) return { name: 'ServiceUnavailableException', status: 503 };
        return dice < 0.8 ? 'lost' : undefined;
      };
      const { sink, firehose } = sinkUnder(faultOf, 3, seed);
      const records = some(30);
      const outcomes = await sink.put(records);
      const there = new Set([...firehose.streams.values()].flatMap(idsIn));
      for (const [i, outcome] of outcomes.entries()) {
        const [record] = records.slice(i, i + 1);
        if (outcome.ok) expect(there, `seed ${seed}`).toContain(record === undefined ? '' : idOf(record));
        else expect(outcome.failure.class, `seed ${seed}`).toBe('retryable');
      }
    }
  });
});
