import { gunzipSync } from 'node:zlib';
import { failed } from '@sluice/core/failure';
import {
  contentHash,
  FileFault,
  fileIdOf,
  fileKey,
  FileStates,
  statusOf,
  toldFormat,
  type FileBytes,
  type FileJob,
  type FileStatus,
} from '@sluice/core/files';
import { readRawLine, type RawParts } from '@sluice/core/forms';
import type { TenantId } from '@sluice/core/layout';
import type { ErrorSink, EventStream, StateStore } from '@sluice/core/ports';
import { aTenantId } from '@sluice/testing/factories/directory';
import { injectEach, injectOne } from '@sluice/testing/faults/inject';
import type { Life } from '@sluice/testing/faults/life';
import { memoryErrorSink } from '@sluice/testing/memory/error-sink';
import { memoryEventStream } from '@sluice/testing/memory/event-stream';
import { memoryStateStore } from '@sluice/testing/memory/state-store';
import { runJob, type SplitServices, type SplitSettings } from '../index.ts';

/** Whole objects, read in chunks of any size; each has a version. */
export const memoryFiles = (chunkBytes = 65_536) => {
  const objects = new Map<string, { readonly bytes: Buffer; readonly version: string }>();
  const bytes: FileBytes = {
    head: async ({ key }) => {
      const found = objects.get(key);
      return found === undefined ? 'absent' : { size: found.bytes.length, version: found.version };
    },
    read: async function* ({ key }, from, version) {
      const found = objects.get(key);
      if (found === undefined) throw new FileFault('FileGone', 'it is gone');
      if (found.version !== version) throw new FileFault('FileChanged', 'it changed');
      for (let at = from; at < found.bytes.length; at += chunkBytes)
        yield found.bytes.subarray(at, at + chunkBytes);
    },
  };
  let versions = 0;
  return {
    bytes,
    put: (key: string, content: Buffer) => {
      objects.set(key, { bytes: content, version: `v${++versions}` });
    },
    remove: (key: string) => objects.delete(key),
  };
};

const generous: SplitSettings = { sliceBytes: 1_000_000_000, sliceMs: 600_000, eventsPerSecond: 1_000_000 };

const stateStoreOf = (life: Life, store: StateStore): StateStore => ({
  get: (...asked) => injectOne(life, 'StateStore', 'get', () => store.get(...asked)),
  replace: (...change) => injectOne(life, 'StateStore', 'replace', () => store.replace(...change)),
  remove: (...change) => injectOne(life, 'StateStore', 'remove', () => store.remove(...change)),
  rows: (partition) => store.rows(partition),
});

const filesOf = (life: Life, files: FileBytes): FileBytes => ({
  head: (source) => injectOne(life, 'FileBytes', 'head', () => files.head(source)),
  read: async function* (...asked) {
    yield* await injectOne(life, 'FileBytes', 'read', async () => files.read(...asked));
  },
});

const streamOf = (life: Life, stream: EventStream): EventStream => ({
  put: (records) =>
    injectEach(
      life,
      { port: 'EventStream', method: 'put' },
      records,
      (some) => stream.put(some),
      (failure) => ({ ok: false, failure }),
    ),
});

const sinkOf = (life: Life, sink: ErrorSink): ErrorSink => ({
  put: (records) =>
    injectEach(life, { port: 'ErrorSink', method: 'put' }, records, (some) => sink.put(some), failed),
});

/** Everything that splitting needs, in memory, with a clock that only waiting moves. */
export const aWorld = (settings: Partial<SplitSettings> = {}, chunkBytes?: number) => {
  let now = 1_790_000_000_000;
  const store = memoryStateStore();
  const states = new FileStates(store);
  const files = memoryFiles(chunkBytes);
  const stream = memoryEventStream();
  const errors = memoryErrorSink();
  const queue: { job: FileJob; at: number }[] = [];
  const sent: FileJob[] = [];
  const waits: number[] = [];
  const services: SplitServices = {
    states,
    files: files.bytes,
    stream,
    errors,
    jobs: {
      send: async (job, delayMs = 0) => {
        sent.push(job);
        queue.push({ job, at: now + delayMs });
      },
    },
    clock: { now: () => now },
    wait: async (ms) => {
      waits.push(ms);
      now += ms;
    },
    settings: { ...generous, ...settings },
  };

  /** As the front door takes an upload in. */
  const upload = async (tenant: TenantId, file: string, content: string | Buffer): Promise<FileJob> => {
    const bytes = Buffer.from(content);
    const told = toldFormat(file);
    const id = fileIdOf(tenant, contentHash(bytes), told);
    const source = { kind: 'own', key: fileKey(tenant, id) } as const;
    files.put(source.key, bytes);
    const { version } = (await files.bytes.head(source)) as { version: string };
    await states.begin(tenant, { id, file, told, source, version, receivedAt: now });
    await states.name(tenant, { file, told, source, receivedAt: now, id });
    return { tenant, id };
  };

  return {
    services,
    states,
    files,
    stream,
    errors,
    sent,
    waits,
    queue,
    upload,
    pass: (ms: number) => {
      now += ms;
    },
    /** The same, with faults in front of every port that has effects. */
    under: (life: Life): SplitServices => ({
      ...services,
      states: new FileStates(stateStoreOf(life, store)),
      files: filesOf(life, files.bytes),
      stream: streamOf(life, stream),
      errors: sinkOf(life, errors),
      jobs: { send: (...asked) => injectOne(life, 'FileJobs', 'send', () => services.jobs.send(...asked)) },
    }),
    /** Does a job and all that it hands on. */
    drain: async (job: FileJob): Promise<void> => {
      queue.push({ job, at: now });
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        now = Math.max(now, next.at);
        await runJob(next.job, services);
      }
    },
    status: (tenant: TenantId, file: string): Promise<FileStatus | undefined> =>
      statusOf(states, tenant, file),
  };
};
export type World = ReturnType<typeof aWorld>;

/** The raw lines on the stream, those of a record that came again only once. */
export const linesOf = ({ stream }: Pick<World, 'stream'>): RawParts[] => {
  const records = new Map(stream.records.map((record) => [record.partitionKey, record]));
  return [...records.values()].flatMap(({ data }) =>
    gunzipSync(data)
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => readRawLine(line) ?? expectLine(line)),
  );
};

const expectLine = (line: string): never => {
  throw new Error(`no raw line: ${line}`);
};

export const eventsOf = (world: Pick<World, 'stream'>): string[] => linesOf(world).map(({ event }) => event);

/** Splits one file to its end, in a world of its own. */
export const splitWhole = async (
  file: string,
  content: string | Buffer,
  settings: Partial<SplitSettings> = {},
  { chunkBytes, tenant = aTenantId() }: { chunkBytes?: number; tenant?: TenantId } = {},
) => {
  const world = aWorld(settings, chunkBytes);
  await world.drain(await world.upload(tenant, file, content));
  return { world, tenant, status: await world.status(tenant, file), events: eventsOf(world) };
};
