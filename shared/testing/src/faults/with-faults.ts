import { failed } from '@sluice/core/failure';
import type {
  Archive,
  ChunkStore,
  ErrorSink,
  EventStream,
  ObjectStore,
  SchemaStore,
  SealedCounts,
} from '@sluice/core/ports';
import { injectEach, injectOne, partOf } from './inject.ts';
import { type Injected, type Life, livesOf } from './life.ts';
import { byRates, type Choose, type Rates } from './plan.ts';
import type { Random } from './random.ts';

const chunkStore = (life: Life, store: ChunkStore): ChunkStore => {
  const port = 'ChunkStore';
  return {
    put: (chunks) => injectEach(life, { port, method: 'put' }, chunks, (some) => store.put(some), failed),
    tables: () => injectOne(life, port, 'tables', () => store.tables()),
    partitions: (...asked) => injectOne(life, port, 'partitions', () => store.partitions(...asked)),
    heads: (partition) => injectOne(life, port, 'heads', () => store.heads(partition)),
    read: (heads) => injectOne(life, port, 'read', () => store.read(heads)),
    dropTable: (table) => injectOne(life, port, 'dropTable', () => store.dropTable(table)),
  };
};

const eventStream = (life: Life, stream: EventStream): EventStream => ({
  put: (records) =>
    injectEach(
      life,
      { port: 'EventStream', method: 'put' },
      records,
      (some) => stream.put(some),
      (failure) => ({
        ok: false,
        failure,
      }),
    ),
});

const errorSink = (life: Life, sink: ErrorSink): ErrorSink => ({
  put: (records) =>
    injectEach(life, { port: 'ErrorSink', method: 'put' }, records, (some) => sink.put(some), failed),
});

const archive = (life: Life, inner: Archive): Archive => ({
  append: (stage, records) =>
    injectOne(
      life,
      'Archive',
      'append',
      () => inner.append(stage, records),
      () => inner.append(stage, partOf(life, records)),
    ),
});

const schemaStore = (life: Life, store: SchemaStore): SchemaStore => ({
  get: (tenant) => injectOne(life, 'SchemaStore', 'get', () => store.get(tenant)),
  replace: (...change) => injectOne(life, 'SchemaStore', 'replace', () => store.replace(...change)),
  history: (tenant) => injectOne(life, 'SchemaStore', 'history', () => store.history(tenant)),
});

const objectStore = (life: Life, store: ObjectStore): ObjectStore => ({
  put: (key, body) => injectOne(life, 'ObjectStore', 'put', () => store.put(key, body)),
  get: (key) => injectOne(life, 'ObjectStore', 'get', () => store.get(key)),
  list: async function* (prefix) {
    yield* await injectOne(life, 'ObjectStore', 'list', async () => store.list(prefix));
  },
  delete: (key) => injectOne(life, 'ObjectStore', 'delete', () => store.delete(key)),
});

const sealedCounts = (life: Life, store: SealedCounts): SealedCounts => ({
  seal: (hours) =>
    injectOne(
      life,
      'SealedCounts',
      'seal',
      () => store.seal(hours),
      () => store.seal(partOf(life, hours)),
    ),
  hours: async function* (tenant) {
    yield* await injectOne(life, 'SealedCounts', 'hours', async () => store.hours(tenant));
  },
});

/** Ports with faults in front of them, for one life of a composition. */
export interface FaultyPorts {
  eventStream(stream: EventStream): EventStream;
  chunkStore(store: ChunkStore): ChunkStore;
  errorSink(sink: ErrorSink): ErrorSink;
  archive(archive: Archive): Archive;
  schemaStore(store: SchemaStore): SchemaStore;
  objectStore(store: ObjectStore): ObjectStore;
  sealedCounts(store: SealedCounts): SealedCounts;
}

export interface Faults {
  /**
   * The decorators of a new life. After a Crash, and after the next `restart`, every port of this one throws Crash without an effect,
   * so that nothing of the dead composition goes on.
   */
  restart(): FaultyPorts;
  /** No faults from here on, so that what is in flight can drain. */
  calm(): void;
  /** What was injected so far, over all lives. */
  injected(): Injected;
}

/**
 * Faults for a whole composition.
 *
 *     const faults = withFaults(seededRandom(seed), { throttle: 0.05, partial: 0.1, 'crash-after': 0.01 });
 *     const ports = faults.restart();
 *     compose({ chunks: ports.chunkStore(store), … });      // on Crash: faults.restart() and compose again on the same stores
 *
 * @param rates the share of calls of each fault, or a choice of one's own (see `atCall`)
 */
export const withFaults = (random: Random, rates: Rates | Choose): Faults => {
  const lives = livesOf(random, typeof rates === 'function' ? rates : byRates(random, rates));
  return {
    restart: () => {
      const life = lives.begin();
      return {
        eventStream: (stream) => eventStream(life, stream),
        chunkStore: (store) => chunkStore(life, store),
        errorSink: (sink) => errorSink(life, sink),
        archive: (inner) => archive(life, inner),
        schemaStore: (store) => schemaStore(life, store),
        objectStore: (store) => objectStore(life, store),
        sealedCounts: (store) => sealedCounts(life, store),
      };
    },
    calm: () => lives.calm(),
    injected: () => lives.injected(),
  };
};
