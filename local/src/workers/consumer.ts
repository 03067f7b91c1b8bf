import { onFailurePrefix } from '@sluice/core/layout';
import type { BatchReport, Clock, DeliveredRecord, ObjectStore } from '@sluice/core/ports';
import {
  defaultMapping,
  fileCheckpoints,
  startMapping,
  type Mapping,
  type MappingSettings,
} from '@sluice/embedded/mapping';
import { LogReader } from '@sluice/embedded/stream';
import { writeGivenUp } from '../given-up.ts';
import type { Log } from '../log.ts';

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
  /** Records of a shard are durable up to a sequence number. */
  durable(shard: string, sequence: number): void;
  /** Up to where a shard is done with. */
  doneWith(shard: string): number;
  stop(): Promise<void>;
  readonly stopped: Promise<unknown>;
}

/** Starts an event source mapping per shard of a stream on disk. */
export const startConsumer = (options: ConsumerOptions): Consumer => {
  const durable = new Map<string, number>();
  const done = new Map<string, number>();
  const files = fileCheckpoints(options.checkpointFolder, options.name);
  const checkpoints = {
    ...files,
    set: (shard: string, sequence: number) => {
      files.set(shard, sequence);
      done.set(shard, sequence);
      options.onDone?.(shard, sequence);
    },
  };
  const mappings = new Map<string, Mapping>();
  const readers: LogReader[] = [];
  for (const shard of options.shards) {
    done.set(shard, files.get(shard));
    options.onDone?.(shard, files.get(shard));
    const reader = new LogReader(options.streamFolder, shard);
    readers.push(reader);
    const mapping = startMapping({
      shard,
      settings: { ...defaultMapping, ...options.settings },
      checkpoints,
      read: (after, { batchRecords, batchBytes }) =>
        reader.read(after, { upTo: durable.get(shard) ?? 0, records: batchRecords, bytes: batchBytes }),
      invoke: options.invoke,
      onFailure: (records, reason) => giveUp(options, records, reason),
      log: options.log,
      random: options.random,
      ...(options.isFatal ? { isFatal: options.isFatal } : {}),
    });
    mappings.set(shard, mapping);
  }
  const all = [...mappings.values()];
  return {
    durable: (shard, sequence) => {
      durable.set(shard, sequence);
      mappings.get(shard)?.wake();
    },
    doneWith: (shard) => done.get(shard) ?? 0,
    stop: async () => {
      await Promise.all(all.map((mapping) => mapping.stop()));
      await Promise.all(readers.map((reader) => reader.close()));
      checkpoints.close();
    },
    stopped: Promise.all(all.map(({ stopped }) => stopped)),
  };
};

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
