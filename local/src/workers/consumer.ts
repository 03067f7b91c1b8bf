import { onFailurePrefix } from '@sluice/core/layout';
import type { BatchReport, Clock, DeliveredRecord, ObjectStore, Stage } from '@sluice/core/ports';
import {
  defaultMapping,
  fileCheckpoints,
  startMapping,
  type Checkpoints,
  type MappingOptions,
  type MappingSettings,
} from '@sluice/embedded/mapping';
import { LogReader } from '@sluice/embedded/stream';
import { folders } from '../folders.ts';
import { writeGivenUp } from '../given-up.ts';
import type { Log } from '../log.ts';
import { shardNames, type ThreadParts } from './thread.ts';

export interface ConsumerOptions {
  readonly name: string;
  readonly streamFolder: string;
  readonly checkpointFolder: string;
  readonly shards: readonly string[];
  readonly settings?: Partial<MappingSettings>;
  readonly invoke: (records: readonly DeliveredRecord[]) => Promise<BatchReport>;
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly isFatal?: (error: unknown) => boolean;
  readonly onDone?: (shard: string, sequence: number) => void;
}

/** A consumer of all shards of a stream. */
export interface Consumer {
  readonly name: string;
  /** The function. */
  readonly invoke: ConsumerOptions['invoke'];
  /** Records of a shard are durable up to a sequence number. */
  durable(shard: string, sequence: number): void;
  /** Up to where a shard is done with. */
  doneWith(shard: string): number;
  stop(): Promise<void>;
  readonly stopped: Promise<unknown>;
}

/** What all consumers of a stream have in common in a stage's thread. */
export const consumerOf = (
  { settings, clock, log, random }: ThreadParts,
  stage: Stage,
  objects: ObjectStore,
): Omit<ConsumerOptions, 'name' | 'invoke'> => {
  const at = folders(settings.data);
  return {
    streamFolder: at.stream(stage),
    checkpointFolder: at.checkpoints,
    shards: shardNames(settings.shards),
    objects,
    clock,
    log,
    random,
  };
};

/** The report of a batch that was done whole. */
export const noFailures: BatchReport = { batchItemFailures: [] };

/** Starts an event source mapping per shard of a stream on disk. */
export const startConsumer = (options: ConsumerOptions): Consumer => {
  const durable = new Map<string, number>();
  const done = new Map<string, number>();
  const checkpoints = watched(fileCheckpoints(options.checkpointFolder, options.name), (shard, sequence) => {
    done.set(shard, sequence);
    options.onDone?.(shard, sequence);
  });
  const readers = new Map(options.shards.map((shard) => [shard, new LogReader(options.streamFolder, shard)]));
  const mappings = new Map(
    [...readers].map(([shard, reader]) => {
      const upTo = () => durable.get(shard) ?? 0;
      checkpoints.tell(shard);
      return [shard, startMapping(mappingOf(options, shard, checkpoints, reader, upTo))];
    }),
  );
  const all = [...mappings.values()];
  return {
    name: options.name,
    invoke: options.invoke,
    durable: (shard, sequence) => {
      durable.set(shard, sequence);
      mappings.get(shard)?.wake();
    },
    doneWith: (shard) => done.get(shard) ?? 0,
    stop: async () => {
      await Promise.all(all.map((mapping) => mapping.stop()));
      await Promise.all([...readers.values()].map((reader) => reader.close()));
      checkpoints.close();
    },
    stopped: Promise.all(all.map(({ stopped }) => stopped)),
  };
};

/** Checkpoints that tell of each that is set; `tell` tells of the one that was there before. */
const watched = (
  checkpoints: Checkpoints,
  told: (shard: string, sequence: number) => void,
): Checkpoints & { tell(shard: string): void } => ({
  ...checkpoints,
  set: (shard, sequence) => {
    checkpoints.set(shard, sequence);
    told(shard, sequence);
  },
  tell: (shard) => {
    told(shard, checkpoints.get(shard));
  },
});

const mappingOf = (
  options: ConsumerOptions,
  shard: string,
  checkpoints: Checkpoints,
  reader: LogReader,
  upTo: () => number,
): MappingOptions => ({
  shard,
  settings: { ...defaultMapping, ...options.settings },
  checkpoints,
  read: (after, { batchRecords, batchBytes }) =>
    reader.read(after, { upTo: upTo(), records: batchRecords, bytes: batchBytes }),
  invoke: options.invoke,
  onFailure: (records, reason) => giveUp(options, records, reason),
  log: options.log,
  random: options.random,
  ...(options.isFatal ? { isFatal: options.isFatal } : {}),
});

/** The records, whole, under a name that says which they are, for replay by command. */
const giveUp = async (
  options: ConsumerOptions,
  records: readonly DeliveredRecord[],
  reason: string,
): Promise<void> => {
  for (const record of records) {
    const key = `${onFailurePrefix(options.name)}${record.shard}-${record.sequence.padStart(20, '0')}.json`;
    await options.objects.put(key, writeGivenUp(options.name, record, reason, options.clock.now()));
    options.log('gave a record up to the on-failure store', { key, reason });
  }
};
