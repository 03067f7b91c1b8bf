/** `node cost/measure-main.ts`: measures what events come to in each form, with the product's own compression, and writes footprints.json. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toMember } from '@sluice/core/stream';

const eventCounts = [1, 10, 100, 500, 2_000];
const eventSizes = [100, 200, 500, 1_000, 5_000];

/** A fixed series of numbers (a linear congruence), so that two runs write the same file. */
const series = (seed: number) => (): number => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};
const next = series(7);
const digits = 'ABCDEFGHJKMNPQRSTVWXYZ0123456789';
const id = (length: number): string =>
  Array.from({ length }, () => digits.charAt(Math.floor(next() * digits.length))).join('');

const words = ['idle', 'running', 'blocked', 'charging', 'warning', 'offline'];
/** Telemetry: a time, readings with two decimals, states of a few words; more fields until it has its size. */
const eventOf = (bytes: number, index: number): Record<string, unknown> => {
  const event: Record<string, unknown> = {
    metrictype: 'telemetry',
    timestamp: 1_795_000_000_000 + index * 137,
  };
  for (let field = 0; JSON.stringify(event).length < bytes; field++)
    event[`reading${field}`] =
      field % 3 === 2 ? words[Math.floor(next() * words.length)] : Math.round(next() * 10_000) / 100;
  return event;
};

const tenant = id(26);
const rawRecord = (count: number, bytes: number): number => {
  const recordId = id(26);
  const lines = Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      v: 1,
      tenant,
      device: 'device-17',
      recordId,
      index,
      receivedAt: 1_795_000_000_123,
      event: eventOf(bytes, index),
    }),
  );
  return toMember(`${lines.join('\n')}\n`).length;
};

/** Staged lines of requests of ten events: each has an identity of its own, which no compression makes smaller. */
const stagedLines = (count: number, bytes: number): number => {
  let recordId = '';
  const lines = Array.from({ length: count }, (_, index) => {
    if (index % 10 === 0) recordId = id(26);
    const { timestamp, metrictype, ...fields } = eventOf(bytes, index);
    return JSON.stringify({
      v: 1,
      tenant,
      metric: `m_${tenant}`,
      eventId: id(26),
      fingerprint: id(26),
      timestamp,
      receivedAt: 1_795_000_000_123,
      stagedAt: 1_795_000_000_456,
      device: 'device-17',
      recordId,
      index: index % 10,
      fields,
      unknown: {},
      as: metrictype,
    });
  });
  return toMember(`${lines.join('\n')}\n`).length;
};

const grid = (of: (count: number, bytes: number) => number) =>
  eventSizes.map((bytes) => ({
    eventBytes: bytes,
    bytes: eventCounts.map((count) => Math.round(of(count, bytes))),
  }));

const measured = {
  note: 'Written by `node cost/measure-main.ts`: gzip members as the product writes them, in bytes, of telemetry events. times are of one vCPU.',
  eventCounts,
  rawRecord: grid(rawRecord),
  stagedLines: grid(stagedLines),
  microsecondsPerEvent: { ingest: 7, validate: 12, store: 2, count: 0.1 },
  assumptions: {
    microsecondsPerRecord: 60,
    waitMilliseconds: { ingest: 12, validate: 25, store: 15, count: 10 },
    chunkItemOverheadBytes: 280,
    recordsPerLedgerUnit: 20,
    logBytesPerInvocation: 350,
    accessLogBytesPerRequest: 300,
    provisionedUse: 0.5,
    shardUse: 0.7,
    archiveMonths: 12,
    serverMicrosecondsPerRequest: 120,
    serverUse: 0.5,
    newConnectionsPerRequest: 0.02,
    gatherSeconds: 0.05,
  },
};
writeFileSync(join(import.meta.dirname, 'footprints.json'), `${JSON.stringify(measured, null, 2)}\n`);
