import type { Deployed } from './deployed.ts';
import { batch, monthSeconds, type Flow, type Packing } from './flow.ts';
import { assumptions, microsecondsPerEvent } from './footprint.ts';
import { price, tiered } from './prices.ts';

/** Dollars a month, by service. */
export type Bill = ReadonlyMap<string, number>;

export type FrontDoor = 'HTTP API' | 'REST API' | 'own front door';
export type Capacity = 'on-demand' | 'provisioned';

export interface Choice {
  readonly frontDoor: FrontDoor;
  readonly streams: Capacity;
  readonly tables: Capacity;
}

const hours = monthSeconds / 3_600;
const gb = 1e9;

/** What a flow costs in a month, with a choice of front door and capacity. */
export const billOf = (flow: Flow, deployed: Deployed, choice: Choice): Bill =>
  new Map([
    ['front door', frontDoor(flow, choice.frontDoor)],
    ['Lambda ingest', choice.frontDoor === 'own front door' ? 0 : ingest(flow, deployed)],
    ['Lambda consumers', consumers(flow, deployed)],
    ['Kinesis', streams(flow, choice.streams)],
    ['DynamoDB', tables(flow, deployed, choice.tables)],
    ['Firehose archives', archives(flow)],
    ['S3', storage(flow)],
    ['logs', logs(flow, deployed, choice.frontDoor)],
    [
      'alarms, keys',
      deployed.alarms * price('alarmMonth') +
        deployed.keys * price('keyMonth') +
        deployed.dashboards * price('dashboardMonth'),
    ],
  ]);

const perMonth = (perSecond: number): number => perSecond * monthSeconds;

const frontDoor = ({ requests, events }: Flow, kind: FrontDoor): number => {
  const millions = perMonth(requests) / 1e6;
  switch (kind) {
    case 'HTTP API':
      return tiered('httpApi', millions);
    case 'REST API':
      return tiered('restApi', millions);
    case 'own front door': {
      const cores =
        (requests * assumptions.serverMicrosecondsPerRequest + events * microsecondsPerEvent.ingest) / 1e6;
      const servers = Math.max(2, Math.ceil(cores / 2 / assumptions.serverUse));
      const units = Math.max(1, (requests * assumptions.newConnectionsPerRequest) / 800);
      return (
        hours * (servers * price('serverHour') + price('balancerHour') + units * price('balancerUnitHour'))
      );
    }
  }
};

/** A function has a whole vCPU at 1,769 MB, and its part of one below. It is billed while it waits, too. */
const lambda = (invocations: number, waitMs: number, cpuMicroseconds: number, memory: number): number => {
  const seconds = waitMs / 1_000 + cpuMicroseconds / 1e6 / Math.min(1, memory / 1_769);
  return perMonth(invocations) * (price('invocation') + seconds * (memory / 1_024) * price('lambdaGbSecond'));
};

const memoryOf = ({ memory }: Deployed, name: string): number => memory.get(name) ?? 512;

const ingest = ({ requests, events }: Flow, deployed: Deployed): number =>
  lambda(
    requests,
    assumptions.waitMilliseconds.ingest,
    assumptions.microsecondsPerRecord + (events / requests) * microsecondsPerEvent.ingest,
    memoryOf(deployed, 'ingest'),
  );

const consumers = ({ raw, staged }: Flow, deployed: Deployed): number => {
  const of = (name: 'count' | 'validate' | 'store', packing: Packing) => {
    const { perSecond, events } = batch(packing, deployed.windowSeconds[name]);
    const work =
      (events / packing.events) * assumptions.microsecondsPerRecord + events * microsecondsPerEvent[name];
    return lambda(perSecond, assumptions.waitMilliseconds[name], work, memoryOf(deployed, name));
  };
  return of('count', raw) + of('validate', raw) + of('store', staged);
};

const streams = ({ raw, staged }: Flow, capacity: Capacity): number =>
  [
    { packing: raw, readers: 3 },
    { packing: staged, readers: 2 },
  ].reduce((all, { packing, readers }) => {
    const { perSecond, bytes, shards } = packing;
    if (capacity === 'provisioned')
      return (
        all +
        hours * shards * (price('shardHour') + price('retentionShardHour')) +
        perMonth(perSecond) * Math.ceil(bytes / 25_600) * price('payloadUnit')
      );
    const taken = (perMonth(perSecond) * Math.ceil(bytes / 1_024) * 1_024) / gb;
    return (
      all +
      hours * price('onDemandStreamHour') +
      taken * (price('onDemandInGb') + readers * price('onDemandOutGb'))
    );
  }, 0);

const tables = ({ chunk, raw }: Flow, { retentionWeeks }: Deployed, capacity: Capacity): number => {
  const item = chunk.bytes + assumptions.chunkItemOverheadBytes;
  const units = chunk.perSecond * Math.ceil(item / 1_024) + raw.perSecond / assumptions.recordsPerLedgerUnit;
  const written =
    capacity === 'on-demand'
      ? perMonth(units) * price('writeUnit')
      : (units / assumptions.provisionedUse) * hours * price('writeCapacityHour');
  const held = (chunk.perSecond * item * retentionWeeks * 7 * 86_400) / gb;
  return written + held * (price('tableGbMonth') + price('recoveryGbMonth'));
};

/** A record is billed as 5 KB at least, and in steps of it. */
const archives = ({ raw, staged }: Flow): number =>
  [raw, staged].reduce(
    (all, { perSecond, bytes }) =>
      all + ((perMonth(perSecond) * Math.ceil(bytes / 5_120) * 5_120) / gb) * price('deliveryGb'),
    0,
  );

/** One month in Standard, the others in Glacier Instant Retrieval; an object every 64 MB or 5 minutes. */
const storage = ({ raw, staged }: Flow): number =>
  [raw, staged].reduce((all, { perSecond, bytes }) => {
    const month = perMonth(perSecond) * bytes;
    const objects = Math.max(month / 64e6, monthSeconds / 300);
    const kept = price('s3GbMonth') + (assumptions.archiveMonths - 1) * price('glacierGbMonth');
    return all + objects * price('s3Put') + (month / gb) * kept;
  }, 0);

const logs = ({ requests, raw, staged }: Flow, deployed: Deployed, door: FrontDoor): number => {
  const invocations = (door === 'own front door' ? 0 : requests) + raw.batches * 2 + staged.batches;
  const platform = deployed.platformLogs ? invocations * assumptions.logBytesPerInvocation : 0;
  const access =
    deployed.accessLogs && door !== 'own front door' ? requests * assumptions.accessLogBytesPerRequest : 0;
  return (perMonth(platform + access) / gb) * price('logGb');
};
