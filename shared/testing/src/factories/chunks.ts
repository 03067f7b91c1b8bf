import { gzipSync } from 'node:zlib';
import type { ErrorRecord } from '@sluice/core/forms';
import { undeclaredMetricId } from '@sluice/core/layout';
import type { Chunk, DeliveredRecord, Partition } from '@sluice/core/ports';
import { hourOf, startOfHour, weekOf } from '@sluice/core/time';
import { aTenantId, anId } from './directory.ts';

/** 2026-11-23T03:00:00Z, in week 48. */
export const anHour = Date.UTC(2026, 10, 23, 3);

/** A partition of a tenant of its own, unless given. */
export const aPartition = (overrides: Partial<Partition> = {}): Partition => ({
  table: weekOf(startOfHour(overrides.hour ?? hourOf(anHour))),
  tenant: aTenantId(),
  metric: undeclaredMetricId('pump'),
  hour: hourOf(anHour),
  ...overrides,
});

/** A chunk of one line, in a partition of its own, unless given. */
export const aChunk = (overrides: Partial<Chunk> = {}): Chunk => {
  const firstTimestamp = overrides.firstTimestamp ?? anHour + 5;
  const chunkId = overrides.chunkId ?? anId();
  return {
    partition: aPartition(),
    events: 1,
    lastTimestamp: firstTimestamp + 1_000,
    firstReceivedAt: anHour + 10_000,
    lastReceivedAt: anHour + 20_000,
    metricName: 'pump',
    body: gzipSync(`{"v":1,"of":"${chunkId}"}\n`),
    ...overrides,
    firstTimestamp,
    chunkId,
  };
};

let sequence = 0;

/** A record as a consumer is handed it, of one line, with the next sequence number. */
export const aDelivered = (overrides: Partial<DeliveredRecord> = {}): DeliveredRecord => {
  const number = String((sequence += 1));
  return {
    partitionKey: anId(),
    data: gzipSync(`{"v":1,"number":${number}}\n`),
    shard: 'shard-0',
    sequence: number,
    arrivedAt: anHour + 60_000,
    ...overrides,
  };
};

/** An error record of kind `malformed` from the raw stage. */
export const anErrorRecord = (overrides: Partial<ErrorRecord> = {}): ErrorRecord => ({
  v: 1,
  tenant: aTenantId(),
  stage: 'raw',
  kind: 'malformed',
  reason: 'the timestamp "soon" fits no pattern',
  code: 'BadTimestamp',
  recordId: anId(),
  index: 0,
  receivedAt: anHour,
  handledAt: anHour + 1_000,
  event: '{"timestamp":"soon"}',
  ...overrides,
});
