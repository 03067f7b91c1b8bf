import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkItemBytes, lateTable, limits } from '@sluice/core/layout';
import type { Chunk, Partition } from '@sluice/core/ports';
import { aChunk, aPartition } from '../factories/chunks.ts';
import { aTenantId } from '../factories/directory.ts';
import { headOf, type Open, plain, putAll, readBack } from './chunk-store-parts.ts';
import { partitionCases, tableCases } from './chunk-store-tables.ts';

/**
 * The contract of the ChunkStore port. It asks only for what DynamoDB can do: items by partition key, in the order of the sort key;
 * partitions by tenant; no scan, no condition, no transaction over items.
 * @param open gives a store; the cases share it or not, they use tenants of their own (`dropTable` cases: years of their own)
 */
export const chunkStoreContract = (name: string, open: Open): void => {
  describe(`${name}: chunks`, () => {
    chunkCases(open);
    orderCases(open);
  });
  describe(`${name}: refused chunks`, () => refusalCases(open));
  describe(`${name}: partitions`, () => partitionCases(open));
  describe(`${name}: tables`, () => tableCases(open));
};

const chunkCases = (open: Open): void => {
  it('come back whole, and their heads without the body', async () => {
    const store = await open();
    const chunk = aChunk({ metricName: 'Pümpe "1"\0\n', events: 4_000_000_000 });
    await putAll(store, [chunk]);
    expect(await store.heads(chunk.partition)).toEqual([headOf(chunk)]);
    expect(await readBack(store, chunk.partition)).toEqual(plain([chunk]));
  });

  it('are visible and answered in order, one outcome each, over several tables', async () => {
    const store = await open();
    const tenant = aTenantId();
    const chunks = ['2026-w47', '2026-w48', lateTable, '2026-w47'].map((table) =>
      aChunk({ partition: aPartition({ table, tenant }) }),
    );
    await putAll(store, chunks);
    const heads = chunks.map(headOf);
    expect(plain(await store.read(heads))).toEqual(plain(chunks));
    expect(await store.put([])).toEqual([]);
  });

  it('put again change nothing; other events in the same hour are another item', async () => {
    const store = await open();
    const chunk = aChunk();
    const other = aChunk({ partition: chunk.partition });
    await putAll(store, [chunk, other, chunk]);
    await putAll(store, [chunk]);
    expect(await readBack(store, chunk.partition)).toEqual(plain([chunk, other]));
    expect(await store.partitions(chunk.partition.table, chunk.partition.tenant)).toHaveLength(1);
  });

  it('put again with other values are replaced whole', async () => {
    const store = await open();
    const chunk = aChunk({ events: 3 });
    const { body, ...rest } = chunk;
    const pointed = {
      ...rest,
      body: new Uint8Array(),
      pointer: 'large/tenant=x/y.json.gz',
      lastReceivedAt: 7,
    };
    await putAll(store, [chunk]);
    await putAll(store, [pointed]);
    expect(await readBack(store, chunk.partition)).toEqual(plain([pointed]));
    await putAll(store, [chunk]);
    expect(await readBack(store, chunk.partition)).toEqual(plain([{ ...rest, body }]));
  });

  it('do not share memory with the caller', async () => {
    const store = await open();
    const body = Buffer.from('as put');
    const chunk = aChunk({ body });
    await putAll(store, [chunk]);
    body.fill(0);
    const [read] = await store.read([headOf(chunk)]);
    read?.body.fill(1);
    const [again] = await store.read([headOf(chunk)]);
    expect(Buffer.from(again?.body ?? []).toString()).toBe('as put');
  });

  it('that are not there are left out, in the order of what is', async () => {
    const store = await open();
    const [a, b] = [aChunk(), aChunk()];
    await putAll(store, [a, b]);
    const absent = aChunk({ partition: a.partition });
    const gone = aChunk({ partition: aPartition({ table: '1997-w01' }) });
    expect(plain(await store.read([b, absent, gone, a, b].map(headOf)))).toEqual(plain([b, a, b]));
    expect(await store.read([])).toEqual([]);
  });
};

const orderCases = (open: Open): void => {
  it('are in the order of first timestamps as numbers, then of chunk ids: negative ones and 14 digits too', async () => {
    const store = await open();
    const partition = aPartition({ table: lateTable });
    const timestamps = [
      0,
      1,
      -1,
      9,
      10,
      -10,
      -9,
      99,
      100,
      9_999_999_999_999,
      10_000_000_000_000,
      -62_135_596_800_000,
      Number.MAX_SAFE_INTEGER,
      Number.MIN_SAFE_INTEGER,
    ];
    const chunks = timestamps.flatMap((firstTimestamp) =>
      ['B', 'A', 'a', '10', '9'].map((chunkId) =>
        aChunk({ partition, firstTimestamp, lastTimestamp: firstTimestamp, chunkId }),
      ),
    );
    await putAll(store, chunks);
    const expected = [...chunks].sort(
      (x, y) => x.firstTimestamp - y.firstTimestamp || (x.chunkId < y.chunkId ? -1 : 1),
    );
    expect(await store.heads(partition)).toEqual(expected.map(headOf));
  });

  it('whatever the timestamps are', async () => {
    const store = await open();
    const numbers = fc.uniqueArray(fc.maxSafeInteger(), { minLength: 1, maxLength: 40 });
    const check = async (firsts: readonly number[]): Promise<void> => {
      const partition = aPartition({ table: lateTable });
      await putAll(
        store,
        firsts.map((firstTimestamp) => aChunk({ partition, firstTimestamp, lastTimestamp: firstTimestamp })),
      );
      const read = (await store.heads(partition)).map(({ firstTimestamp }) => firstTimestamp);
      expect(read).toEqual([...firsts].sort((a, b) => a - b));
    };
    await fc.assert(fc.asyncProperty(numbers, check), { numRuns: 30 });
  });

  it('belong to one tenant, metric, hour and table only', async () => {
    const store = await open();
    const at = aPartition();
    const neighbours: Partition[] = [
      at,
      { ...at, tenant: aTenantId() },
      { ...at, metric: `${at.metric}0` },
      { ...at, metric: at.metric.slice(0, -1) },
      { ...at, hour: '2026-11-23T04' },
      { ...at, hour: '2026-11-23T02' },
      { ...at, table: lateTable },
    ];
    const chunks = neighbours.map((partition) => aChunk({ partition }));
    await putAll(store, chunks);
    for (const [i, partition] of neighbours.entries())
      expect((await store.heads(partition)).map(({ chunkId }) => chunkId)).toEqual([chunks[i]?.chunkId]);
  });
};

const refusalCases = (open: Open): void => {
  const bodyOf = (bytes: number, chunk: Chunk): Uint8Array =>
    new Uint8Array(bytes - chunkItemBytes({ ...chunk, body: new Uint8Array() }));

  it('fit up to the limit exactly; one byte more is thrown and nothing of the call is stored', async () => {
    const store = await open();
    const chunk = aChunk();
    const largest = { ...chunk, body: bodyOf(limits.chunkBytes, chunk) };
    await putAll(store, [largest]);
    const small = aChunk();
    const tooLarge = { ...aChunk({ chunkId: chunk.chunkId }), body: bodyOf(limits.chunkBytes + 1, chunk) };
    await expect(store.put([small, tooLarge])).rejects.toMatchObject({ code: 'BadChunk', class: 'ours' });
    expect(await store.heads(small.partition)).toEqual([]);
  });

  const partition = aPartition();
  it.each<[string, Partial<Chunk>]>([
    ['a table that is no week', { partition: { ...partition, table: '2026-w54' } }],
    ['a table that is a path', { partition: { ...partition, table: '../2026-w47' } }],
    ['a tenant that is no id', { partition: { ...partition, tenant: 'acme' as Partition['tenant'] } }],
    ['a metric that is a name', { partition: { ...partition, metric: 'a#b' } }],
    ['an hour that is none', { partition: { ...partition, hour: '2026-11-23' } }],
    ['a chunk id with a separator', { chunkId: 'a#b' }],
    ['a timestamp that is not whole', { firstTimestamp: 1.5 }],
    ['a timestamp that is no number', { lastTimestamp: Number.NaN }],
    ['no events', { events: 0 }],
    ['a pointer and a body', { pointer: 'large/x' }],
    ['a pointer that is no key', { pointer: '../x', body: new Uint8Array() }],
    ['a metric name above 256 bytes', { metricName: 'é'.repeat(129) }],
  ])('are thrown: %s', async (_, fault) => {
    const store = await open();
    await expect(store.put([aChunk(fault)])).rejects.toMatchObject({ code: 'BadChunk', class: 'ours' });
  });
};
