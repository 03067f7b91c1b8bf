import type { Deployed } from './deployed.ts';
import { assumptions, memberBytes } from './footprint.ts';
import type { Traffic } from './options.ts';

/** Seconds of a month of 730 hours. */
export const monthSeconds = 2_628_000;

/** What moves, a second, and how it is packed. */
export interface Flow {
  readonly events: number;
  readonly requests: number;
  readonly raw: Packing;
  readonly staged: Packing;
  readonly chunk: Packing;
}

export interface Packing {
  /** Records, or items, a second. */
  readonly perSecond: number;
  readonly events: number;
  /** Of one of them. */
  readonly bytes: number;
  readonly shards: number;
  readonly batches: number;
}

/** A batch ends at 6 MB of base64 with its metadata: about 4.5 MB of records (AWS-FACTS 1.3). */
const batchBytes = 4_500_000;
const recordsPerBatch = 500;

/**
 * How traffic is packed on its way: a request is a raw record, unless the front door gathers; a batch of validate is a staged record;
 * a batch of store is a chunk (events of one tenant, metric and hour; more of these at once make more and smaller ones).
 * @param gathered events in a raw record, when the front door gathers those of many requests
 */
export const flowOf = (traffic: Traffic, deployed: Deployed, gathered?: number): Flow => {
  const { requestsPerSecond: requests, eventsPerRequest, eventBytes } = traffic;
  const events = requests * eventsPerRequest;
  const raw = packing('rawRecord', events, gathered ?? eventsPerRequest, eventBytes, deployed.shards.raw);
  const validated = batch(raw, deployed.windowSeconds.validate);
  const staged = packing(
    'stagedLines',
    events,
    validated.events,
    eventBytes,
    deployed.shards.staged,
    900_000,
  );
  const stored = batch(staged, deployed.windowSeconds.store);
  const chunk = packing('stagedLines', events, stored.events, eventBytes, 1, 380_000);
  return {
    events,
    requests,
    raw: { ...raw, batches: validated.perSecond },
    staged: { ...staged, batches: stored.perSecond },
    chunk,
  };
};

const packing = (
  form: 'rawRecord' | 'stagedLines',
  events: number,
  wanted: number,
  eventBytes: number,
  declared: number,
  most = 1_000_000,
): Packing => {
  const held = Math.max(1, Math.min(wanted, (wanted * most) / memberBytes(form, wanted, eventBytes)));
  const bytes = memberBytes(form, held, eventBytes);
  const perSecond = events / held;
  const needed = Math.ceil(
    Math.max((perSecond * bytes) / 1_000_000, perSecond / 1_000) / assumptions.shardUse,
  );
  return { perSecond, events: held, bytes, shards: Math.max(declared, needed), batches: 0 };
};

/** A batch of each shard every window, or as soon as one is full; never more batches than records. */
export const batch = (
  { perSecond, events, bytes, shards }: Packing,
  windowSeconds: number,
): { readonly perSecond: number; readonly events: number } => {
  const most = Math.max(1, Math.min(recordsPerBatch, batchBytes / bytes));
  const inWindow = Math.max(1, (perSecond / shards) * Math.max(windowSeconds, 1));
  const records = Math.min(most, inWindow);
  return { perSecond: perSecond / records, events: records * events };
};
