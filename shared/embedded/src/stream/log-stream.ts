import { hash } from 'node:crypto';
import { join } from 'node:path';
import type { Clock, EventStream } from '@sluice/core/ports';
import { fileCheckpoints, type Checkpoints } from '../mapping/checkpoints.ts';
import { ShardLog } from './shard-log.ts';

export interface LogStreamOptions {
  readonly folder: string;
  readonly shards: number;
  readonly clock: Clock;
  /** A segment is closed beyond this size. @default 64 MiB */
  readonly segmentBytes?: number;
  /** Told when records of a shard are on disk, with the last sequence number. */
  readonly onDurable?: (shard: string, sequence: number) => void;
}

export interface LogStream extends EventStream {
  readonly shards: readonly string[];
  /** The last durable sequence number of a shard; 0 when it is empty. */
  last(shard: string): number;
  close(): Promise<void>;
}

/** Opens a stream on disk: an append log per shard, with the contract of a Kinesis stream. One writer at a time. */
export const openLogStream = async (options: LogStreamOptions): Promise<LogStream> => {
  const marks = fileCheckpoints(join(options.folder, 'durable'), 'durable');
  const names = Array.from({ length: options.shards }, (_, i) => `shard-${i}`);
  const logs = new Map<string, ShardLog>();
  for (const shard of names) logs.set(shard, await openShard(options, marks, shard));
  const all = [...logs.values()];
  const logOf = (shard: string): ShardLog => {
    const log = logs.get(shard);
    if (log === undefined) throw new Error(`no shard ${shard}; there are ${names.join(', ')}`);
    return log;
  };
  return {
    shards: names,
    put: (records) =>
      Promise.all(records.map((record) => logOf(shardOf(record.partitionKey, names)).append(record))),
    last: (shard) => logOf(shard).last,
    close: async () => {
      await Promise.all(all.map((log) => log.close()));
      marks.close();
    },
  };
};

const openShard = (options: LogStreamOptions, marks: Checkpoints, shard: string): Promise<ShardLog> =>
  ShardLog.open({
    folder: join(options.folder, shard),
    shard,
    marks,
    clock: options.clock,
    segmentBytes: options.segmentBytes ?? 64 << 20,
    durable: (sequence) => options.onDurable?.(shard, sequence),
  });

/** Spreads keys evenly, as Kinesis does with MD5. */
const shardOf = (partitionKey: string, shards: readonly string[]): string => {
  if (shards.length === 1) return shards[0] ?? '';
  const slice = Number.parseInt(hash('md5', partitionKey, 'hex').slice(0, 8), 16);
  return shards[slice % shards.length] ?? '';
};
