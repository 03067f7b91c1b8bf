import type { Quotas } from '@sluice/core/quota';
import { indexSchema } from '@sluice/core/tenant-schema';
import type { Directory, EventStream } from '@sluice/core/ports';
import { defaultMapping, startMapping, type Mapping } from '@sluice/embedded/mapping';
import { handleIngest } from '@sluice/ingest';
import { store } from '@sluice/store';
import { validate } from '@sluice/validate';
import { Crash } from '@sluice/testing/faults/errors';
import type { FaultyPorts } from '@sluice/testing/faults/with-faults';
import { clock, request, tenant, type Invoke, type World } from './world.ts';

const settings = {
  ...defaultMapping,
  batchRecords: 7,
  firstBackoffMs: 0,
  longestBackoffMs: 1,
  maximumAttempts: 400,
};

/** Bugs that the oracle must find: the product's own composition has none of them. */
export interface Bugs {
  /** The front door answers before the stream has the record. */
  readonly acknowledgeEarly?: boolean;
  /** The failed entries of a partial failure are taken for done. */
  readonly dropFailed?: boolean;
  /** The checkpoint is written before the effects. */
  readonly checkpointEarly?: boolean;
}

const directory = {
  key: () => Promise.resolve({ id: 'k', tenant, role: 'device', device: 'd1' }),
  tenant: () =>
    Promise.resolve({
      id: tenant,
      name: 't',
      apiKey: 'x',
      quota: { ratePerSecond: 'unlimited', burst: 500 },
      createdAt: 0,
    }),
} as unknown as Directory;
const quotas = {
  take: () => ({ ok: true, remaining: 1, resetSeconds: 0, retryAfterSeconds: 0, bucket: undefined }),
  size: () => 0,
} as unknown as Quotas;

const early = (stream: EventStream): EventStream => ({
  put: (records) => {
    stream.put(records).catch(() => undefined);
    return Promise.resolve(records.map(() => ({ ok: true, shard: 'shard-0', sequence: '0' })));
  },
});

const forgiving = (stream: EventStream): EventStream => ({
  put: async (records) =>
    (await stream.put(records)).map((outcome) =>
      outcome.ok ? outcome : { ok: true, shard: 'shard-0', sequence: '0' },
    ),
});

/** One life of the pipeline, wired as on one machine, on the ports given. */
export const compose = (
  world: World,
  ports: FaultyPorts,
  random: () => number,
  newUlid: (at: number) => string,
  bugs: Bugs = {},
) => {
  const schemaStore = ports.schemaStore(world.schemas);
  const schemas = { get: async () => indexSchema(await schemaStore.get(tenant)) };
  const chunks = ports.chunkStore(world.chunks);
  const errors = ports.errorSink(world.errors);
  const objects = ports.objectStore(world.objects);
  const archive = ports.archive(world.archive);
  const staged = ports.eventStream(world.staged);
  const raw = ports.eventStream(world.raw);

  const mapping = (consumer: string, source: World['raw'], invoke: Invoke): Mapping => {
    const set = (_: string, sequence: number): void => void world.checkpoints.set(consumer, sequence);
    return startMapping({
      shard: 'shard-0',
      settings,
      checkpoints: { get: () => world.checkpoints.get(consumer) ?? 0, set, close: () => undefined },
      read: (after, { batchRecords }) => Promise.resolve(source.read(after, batchRecords)),
      invoke: (records) => {
        if (bugs.checkpointEarly === true) set('', Number(records.at(-1)?.sequence));
        return invoke(records);
      },
      onFailure: (records) =>
        Promise.resolve(void world.onFailure.push(...records.map((record) => ({ consumer, record })))),
      log: () => undefined,
      random,
      isFatal: (error) => error instanceof Crash,
    });
  };
  const mappings = [
    mapping(
      'archive-raw',
      world.raw,
      async (records) => (await archive.append('raw', records), { batchItemFailures: [] }),
    ),
    mapping('accepted', world.raw, async (records) => {
      await world.ledger.add(records.flatMap(({ tally }) => tally ?? []));
      return { batchItemFailures: [] };
    }),
    mapping('validate', world.raw, (records) =>
      validate(records, {
        schemas,
        staged: bugs.dropFailed === true ? forgiving(staged) : staged,
        errors,
        chunks,
        clock,
      }),
    ),
    mapping('store', world.staged, (records) =>
      store(records, { chunks, objects, errors, clock, retentionWeeks: 8 }),
    ),
  ];
  const stream = bugs.acknowledgeEarly === true ? early(raw) : raw;
  return {
    send: (body: string) =>
      handleIngest(request(body), { directory, schemas, quotas, stream, clock, newUlid }),
    wake: () => {
      for (const one of mappings) one.wake();
    },
    /** Rejects when this life ends by a crash. */
    died: Promise.race(mappings.map((one) => one.stopped.then(() => new Promise<never>(() => undefined)))),
    stop: () => Promise.allSettled(mappings.map((one) => one.stop())),
  };
};
