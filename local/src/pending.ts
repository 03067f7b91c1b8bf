import { stagedEventsOf } from '@sluice/core/books';
import { onFailurePrefix } from '@sluice/core/layout';
import type { DeliveredRecord, Pending } from '@sluice/core/ports';
import { LogReader } from '@sluice/embedded/stream';
import { folders } from './folders.ts';
import { readGivenUp } from './given-up.ts';
import type { Stores } from './stores.ts';
import type { Pipeline } from './workers/pipeline.ts';

/** What is on its way on this machine: the streams behind each function's checkpoint, and the on-failure store. */
export const pendingOf = (
  data: string,
  { raw, objects }: Pick<Stores, 'raw' | 'objects'>,
  pipeline: Pipeline,
): Pending => ({
  async *raw(tenant) {
    for await (const record of unread(data, 'raw', raw.shards, pipeline, (shard) => raw.last(shard)))
      if (record.tally?.tenant === tenant) yield record.tally;
    for await (const { record } of readGivenUp(objects, onFailurePrefix('validate')))
      if (record.tally?.tenant === tenant) yield record.tally;
  },
  async *staged(tenant) {
    for await (const record of unread(data, 'staged', raw.shards, pipeline, (shard) =>
      pipeline.stagedLast(shard),
    ))
      yield* stagedEventsOf(record, tenant);
    for await (const { record } of readGivenUp(objects, onFailurePrefix('store')))
      yield* stagedEventsOf(record, tenant);
  },
});

async function* unread(
  data: string,
  stage: 'raw' | 'staged',
  shards: readonly string[],
  pipeline: Pipeline,
  last: (shard: string) => number,
): AsyncIterable<DeliveredRecord> {
  for (const shard of shards) {
    const reader = new LogReader(folders(data).stream(stage), shard);
    try {
      let at = pipeline.doneWith(stage === 'raw' ? 'validate' : 'store', shard);
      const upTo = last(shard);
      while (at < upTo) {
        const records = await reader.read(at, { upTo, records: 1_000, bytes: 4 << 20 });
        yield* records;
        at = Number(records.at(-1)?.sequence ?? upTo);
      }
    } finally {
      await reader.close();
    }
  }
}
