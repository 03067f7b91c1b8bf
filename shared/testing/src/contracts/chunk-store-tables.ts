import { expect, it } from 'vitest';
import { lateTable } from '@sluice/core/layout';
import { aChunk, anHour, aPartition } from '../factories/chunks.ts';
import { aTenantId } from '../factories/directory.ts';
import { headOf, type Open, plain, putAll, readBack } from './chunk-store-parts.ts';

export const partitionCases = (open: Open): void => {
  it('are listed by metric and hour, for the tenant and metric asked for, in the late table too', async () => {
    for (const table of ['2026-w48', lateTable]) {
      const store = await open();
      const tenant = aTenantId();
      const names = [
        ['errors', '2026-11-23T03'],
        ['m_A', '2026-11-23T03'],
        ['m_A', '2026-11-23T10'],
        ['m_AB', '2026-11-23T02'],
        ['u_A', '1969-12-31T23'],
      ] as const;
      const partitions = names.map(([metric, hour]) => aPartition({ table, tenant, metric, hour }));
      const chunks = partitions.map((partition) =>
        aChunk({ partition, metricName: `name of ${partition.metric}` }),
      );
      await putAll(store, [...chunks].reverse());
      await putAll(store, [aChunk({ partition: aPartition({ table }) })]);
      const entries = partitions.map((partition) => ({
        partition,
        metricName: `name of ${partition.metric}`,
      }));
      expect(await store.partitions(table, tenant)).toEqual(entries);
      expect(await store.partitions(table, tenant, 'm_A')).toEqual(entries.slice(1, 3));
      expect(await store.partitions(table, tenant, 'm_')).toEqual([]);
    }
  });

  it('of nobody and of no table are none', async () => {
    const store = await open();
    expect(await store.partitions('2026-w48', aTenantId())).toEqual([]);
    expect(await store.partitions('1998-w01', aTenantId())).toEqual([]);
    expect(await store.heads(aPartition({ table: '1998-w01' }))).toEqual([]);
  });
};

export const tableCases = (open: Open): void => {
  it('are listed ascending, the late one last', async () => {
    const store = await open();
    const tables = ['2015-w53', lateTable, '2016-w01', '2015-w09'];
    await putAll(
      store,
      tables.map((table) => aChunk({ partition: aPartition({ table }) })),
    );
    const listed = await store.tables();
    expect(listed.filter((table) => tables.includes(table))).toEqual([
      '2015-w09',
      '2015-w53',
      '2016-w01',
      lateTable,
    ]);
    expect(listed.at(-1)).toBe(lateTable);
  });

  it('are dropped whole, and no other; dropping again is no error', async () => {
    const store = await open();
    const tenant = aTenantId();
    const chunks = ['2014-w10', '2014-w11'].map((table) =>
      aChunk({ partition: aPartition({ table, tenant }) }),
    );
    await putAll(store, chunks);
    await store.dropTable('2014-w10');
    await store.dropTable('2014-w10');
    expect(await store.tables()).not.toContain('2014-w10');
    expect(await store.partitions('2014-w10', tenant)).toEqual([]);
    expect(plain(await store.read(chunks.map(headOf)))).toEqual(plain(chunks.slice(1)));
  });

  it('made again after a drop are empty but for what is new', async () => {
    const store = await open();
    const [old, fresh] = ['old', 'new'].map((chunkId) =>
      aChunk({ chunkId, partition: aPartition({ table: '2013-w10' }) }),
    );
    if (old === undefined || fresh === undefined) throw new Error('two chunks are made');
    await putAll(store, [old]);
    await store.dropTable('2013-w10');
    await putAll(store, [fresh]);
    expect(await store.heads(old.partition)).toEqual([]);
    expect(await readBack(store, fresh.partition)).toEqual(plain([fresh]));
  });

  it('stand many writers at once', async () => {
    const store = await open();
    const partition = aPartition({ table: '2012-w10' });
    const batches = Array.from({ length: 10 }, (_, i) =>
      Array.from({ length: 10 }, (_, j) => aChunk({ partition, firstTimestamp: anHour + i * 10 + j })),
    );
    await Promise.all(batches.map((batch) => putAll(store, batch)));
    expect(await store.heads(partition)).toHaveLength(100);
  });
};
