import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lateTable } from '@sluice/core/layout';
import type { Chunk, ChunkStore } from '@sluice/core/ports';
import { headOf, plain } from '@sluice/testing/contracts/chunk-store-parts';
import { aChunk, anHour, aPartition } from '@sluice/testing/factories/chunks';
import { aTenantId } from '@sluice/testing/factories/directory';
import { type Random, seededRandom } from '@sluice/testing/faults/random';
import {
  dropTable,
  type Emulator,
  makeChunkTable,
  makeTable,
  startDynalite,
} from '../dynamo/dynalite.fixture.ts';
import { atRandom, type Call, type Fault, injectInto, throttle } from '../dynamo/faults.fixture.ts';
import { dynamoChunkStore } from './index.ts';

const tables = ['2026-w47', '2026-w48', lateTable];
const half = (): number => 0.5;

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startDynalite();
});
afterAll(() => emulator.close());

let made = 0;

/** A store behind faults, one that sees the same tables without them, the calls, and the waits. */
const open = async (choose: (call: Call) => Fault | undefined, random: Random = half, existing = tables) => {
  const tablePrefix = `faulty-${(made += 1)}-near-line-`;
  const client = emulator.client();
  for (const table of existing) await makeChunkTable(client, `${tablePrefix}${table}`);
  const slept: number[] = [];
  const sleep = async (ms: number) => void slept.push(ms);
  const faulty = emulator.client();
  const calls = injectInto(faulty, choose);
  return {
    store: dynamoChunkStore({ client: faulty, tablePrefix, random, sleep }),
    clean: dynamoChunkStore({ client, tablePrefix, random, sleep }),
    client,
    tablePrefix,
    calls,
    slept,
  };
};

const chunksOf = (count: number, table = '2026-w48'): readonly Chunk[] => {
  const partition = aPartition({ table });
  return Array.from({ length: count }, (_, i) => aChunk({ partition, firstTimestamp: anHour + i }));
};

const stored = async (store: ChunkStore, chunks: readonly Chunk[]): Promise<readonly Chunk[]> =>
  plain(await store.read(chunks.map(headOf)));

const codes = (outcomes: Awaited<ReturnType<ChunkStore['put']>>): readonly string[] =>
  outcomes.map((outcome) => (outcome.ok ? 'ok' : `${outcome.failure.class} ${outcome.failure.code}`));

/** The chunk ids of the items of a batch call, and `index` for index items. */
const written = ({ input }: Call): readonly string[] => {
  const { RequestItems } = input as {
    RequestItems: Record<string, { PutRequest: { Item: { s: { S: string }; n?: unknown } } }[]>;
  };
  return Object.values(RequestItems)
    .flat()
    .map(({ PutRequest: { Item } }) => (Item.n === undefined ? 'index' : (Item.s.S.split('#')[1] ?? '')));
};

const isIndexWrite = (call: Call): boolean =>
  call.command === 'BatchWriteItem' && written(call).includes('index');
const isChunkWrite = (call: Call): boolean => call.command === 'BatchWriteItem' && !isIndexWrite(call);
const asked = (input: object) => (input as { RequestItems: Record<string, { Keys: object[] }> }).RequestItems;
const idOf = (item: object): string =>
  ((item as { PutRequest?: { Item?: { s?: { S?: string } } } }).PutRequest?.Item?.s?.S ?? '').split('#')[1] ??
  '';

describe('dynamoChunkStore under faults of the service', () => {
  it.each(Array.from({ length: 20 }, (_, seed) => seed))(
    'says ok only of what is visible, and takes all in the end (seed %i)',
    async (seed) => {
      const random = seededRandom(seed);
      const { store, clean, calls } = await open(atRandom(random, 0.5), random);
      const chunks = tables.flatMap((table) => [...chunksOf(30, table), ...chunksOf(3, table)]);
      let left: readonly Chunk[] = chunks;
      for (let round = 0; left.length > 0; round += 1) {
        expect(round).toBeLessThan(60);
        const outcomes = await store.put(left);
        expect(outcomes).toHaveLength(left.length);
        const taken = left.filter((_, i) => outcomes[i]?.ok === true);
        expect(await stored(clean, taken)).toEqual(plain(taken));
        for (const { partition } of taken)
          expect(await clean.partitions(partition.table, partition.tenant)).toHaveLength(1);
        for (const outcome of outcomes) if (!outcome.ok) expect(outcome.failure.class).toBe('retryable');
        left = left.filter((_, i) => outcomes[i]?.ok !== true);
      }
      expect(await stored(clean, chunks)).toEqual(plain(chunks));
      expect(calls.length).toBeGreaterThan(tables.length * 3);
    },
  );

  it('sends again only what came back, and waits longer each time', async () => {
    let left = 20;
    const { store, calls, slept } = await open((call) => {
      if (!isChunkWrite(call) || left === 0) return undefined;
      left -= 5;
      const undone = written(call).slice(0, left);
      return { leave: (item) => undone.includes(idOf(item)) };
    });
    const chunks = chunksOf(25);
    expect(codes(await store.put(chunks))).toEqual(chunks.map(() => 'ok'));
    expect(calls.filter(isChunkWrite).map((call) => written(call).length)).toEqual([25, 15, 10, 5]);
    expect(slept).toEqual([25, 50, 100]); // half of the bound, as the random number says
  });

  it('takes 25 of the largest items in one call, the 26th in another', async () => {
    const { store, clean, calls } = await open(() => undefined);
    const chunks = chunksOf(26).map((chunk, i) => ({ ...chunk, body: Buffer.alloc(389_000, i) }));
    expect(codes(await store.put(chunks))).toEqual(chunks.map(() => 'ok'));
    expect(calls.filter(isChunkWrite).map((call) => written(call).length)).toEqual([25, 1]);
    expect(await clean.heads(aPartition({ ...chunks[0]?.partition }))).toEqual(chunks.map(headOf));
  });

  it('gives up after eight tries on what still comes back, and on nothing else', async () => {
    const { store, clean, calls, slept } = await open((call) => {
      if (!isChunkWrite(call)) return undefined;
      const [first] = written(call);
      return { leave: (item) => idOf(item) !== first };
    });
    const chunks = chunksOf(20);
    const outcomes = codes(await store.put(chunks));
    expect(outcomes).toEqual(chunks.map((_, i) => (i < 8 ? 'ok' : 'retryable Throttled')));
    expect(calls.filter(isChunkWrite)).toHaveLength(8);
    expect(slept).toEqual([25, 50, 100, 200, 400, 800, 1_600]);
    expect(await stored(clean, chunks)).toEqual(plain(chunks.slice(0, 8)));
  });

  it('counts a write whose answer was lost as not done, and stands that it was', async () => {
    let lost = false;
    const { store, clean } = await open((call) => {
      if (lost || !isChunkWrite(call)) return undefined;
      lost = true;
      return 'lost';
    });
    const chunks = chunksOf(3);
    expect(codes(await store.put(chunks))).toEqual(chunks.map(() => 'retryable Unavailable'));
    expect(codes(await store.put(chunks))).toEqual(chunks.map(() => 'ok'));
    expect(await stored(clean, chunks)).toEqual(plain(chunks));
  });

  it.each<[string, string]>([
    ['ProvisionedThroughputExceededException', 'Throttled'],
    ['ThrottlingException', 'Throttled'],
    ['RequestLimitExceeded', 'Throttled'],
    ['InternalServerError', 'Unavailable'],
    ['TimeoutError', 'Unavailable'],
    ['AccessDeniedException', 'AccessDenied'],
    ['KMSDisabledException', 'Unavailable'],
    ['ExpiredTokenException', 'AccessDenied'],
  ])('%s is retryable, of a write an outcome, of a read thrown', async (refuse, code) => {
    const { store } = await open(() => ({ refuse }));
    const [chunk] = chunksOf(1);
    if (chunk === undefined) throw new Error('a chunk is made');
    expect(codes(await store.put([chunk]))).toEqual([`retryable ${code}`]);
    const reads = [
      store.heads(chunk.partition),
      store.read([headOf(chunk)]),
      store.partitions(chunk.partition.table, chunk.partition.tenant),
      store.tables(),
    ];
    for (const read of reads)
      await expect(read).rejects.toMatchObject({ class: 'retryable', code: 'ServiceUnavailable' });
  });
});

describe('dynamoChunkStore, item by item', () => {
  const refuseFor =
    (isBad: (id: string) => boolean) =>
    (call: Call): Fault | undefined => {
      const ids =
        call.command === 'PutItem'
          ? [idOf({ PutRequest: call.input })]
          : isChunkWrite(call)
            ? written(call)
            : [];
      return ids.some(isBad)
        ? { refuse: 'ValidationException', message: 'Item size has exceeded the maximum allowed size' }
        : undefined;
    };

  it('lets one bad item fail alone, not the others of its call', async () => {
    const chunks = chunksOf(25);
    const bad = chunks[3]?.chunkId;
    const { store, clean } = await open(refuseFor((id) => id === bad));
    expect(codes(await store.put(chunks))).toEqual(chunks.map((_, i) => (i === 3 ? 'ours BadItem' : 'ok')));
    expect(await stored(clean, chunks)).toEqual(plain(chunks.filter((_, i) => i !== 3)));
  });

  it('blames no item when none of several passes', async () => {
    const { store } = await open(refuseFor(() => true));
    const chunks = chunksOf(4);
    expect(codes(await store.put(chunks))).toEqual(chunks.map(() => 'retryable BadItem'));
  });

  it('blames no item for a table that was declared with other keys', async () => {
    const { store, client, tablePrefix } = await open(() => undefined, half, []);
    await makeTable(client, `${tablePrefix}2026-w48`, ['pk', 'sk']);
    expect(codes(await store.put(chunksOf(1)))).toEqual(['retryable TableMisdeclared']);
    expect(codes(await store.put(chunksOf(3)))).toEqual(Array(3).fill('retryable TableMisdeclared'));
  });
});

describe('dynamoChunkStore, tables', () => {
  it('answers retryable for a missing one, for it alone, until Terraform made it', async () => {
    const { store, clean, client, tablePrefix } = await open(() => undefined, half, ['2026-w47']);
    const chunks = [...chunksOf(1, '2026-w47'), ...chunksOf(2), ...chunksOf(1, '2026-w47')];
    const missing = 'retryable TableMissing';
    expect(codes(await store.put(chunks))).toEqual(['ok', missing, missing, 'ok']);
    await makeChunkTable(client, `${tablePrefix}2026-w48`);
    expect(codes(await store.put(chunks))).toEqual(chunks.map(() => 'ok'));
    expect(await stored(clean, chunks)).toEqual(plain(chunks));
    const tenant = chunks[1]?.partition.tenant ?? aTenantId();
    expect(await clean.partitions('2026-w48', tenant)).toHaveLength(1);
  });

  it('writes the index of one again that went away and came back', async () => {
    const { store, clean, client, tablePrefix } = await open(() => undefined);
    const [chunk, other] = chunksOf(2);
    if (chunk === undefined || other === undefined) throw new Error('two chunks are made');
    await store.put([chunk]);
    await dropTable(client, `${tablePrefix}2026-w48`);
    expect(codes(await store.put([other]))).toEqual(['retryable TableMissing']);
    await makeChunkTable(client, `${tablePrefix}2026-w48`);
    expect(codes(await store.put([other]))).toEqual(['ok']);
    expect(await clean.partitions('2026-w48', chunk.partition.tenant)).toHaveLength(1);
  });

  it('leaves dropping to Terraform', async () => {
    const { store, clean } = await open(() => undefined);
    await expect(store.dropTable('2026-w48')).rejects.toMatchObject({
      code: 'TableIsDeclared',
      class: 'ours',
    });
    expect(await clean.tables()).toContain('2026-w48');
  });

  it('lists those of its own prefix alone, beyond a page of 100 names', async () => {
    const { store, client, tablePrefix, calls } = await open(() => undefined);
    const foreign = Array.from({ length: 105 }, (_, i) => `another-${String(i).padStart(3, '0')}`);
    for (const name of [...foreign, `${tablePrefix}loads`, `x${tablePrefix}2026-w01`, '2026-w02'])
      await makeTable(client, name);
    expect(await store.tables()).toEqual(tables);
    expect(calls.length).toBeGreaterThan(1);
  });
});

describe('dynamoChunkStore, index items', () => {
  it('are written once for a partition, before its first chunk', async () => {
    const { store, calls } = await open(() => undefined);
    const chunks = chunksOf(60);
    await store.put(chunks);
    await store.put(chunks.slice(0, 5));
    const kinds = calls.map((call) => (isIndexWrite(call) ? 'index' : 'chunks'));
    expect(kinds).toEqual(['index', 'chunks', 'chunks', 'chunks', 'chunks']);
    expect(calls.flatMap(written).filter((id) => id === 'index')).toHaveLength(1);
  });

  it('that are not written keep the chunks of their partition out, and no others', async () => {
    const { store, clean } = await open((call) =>
      isIndexWrite(call) ? { leave: (item) => JSON.stringify(item).includes('u_BAD') } : undefined,
    );
    const [fine] = chunksOf(1);
    if (fine === undefined) throw new Error('a chunk is made');
    const hidden = aChunk({ partition: { ...fine.partition, metric: 'u_BAD' } });
    expect(codes(await store.put([hidden, fine, hidden]))).toEqual([
      'retryable Throttled',
      'ok',
      'retryable Throttled',
    ]);
    expect(await clean.heads(hidden.partition)).toEqual([]);
    expect(await clean.heads(fine.partition)).toHaveLength(1);
  });
});

describe('dynamoChunkStore, reads', () => {
  it('go on over pages and over answers that are cut short, without waiting', async () => {
    const { store, calls, slept } = await open(() => undefined);
    const partition = aPartition();
    const chunks = Array.from({ length: 120 }, (_, i) =>
      aChunk({ partition, firstTimestamp: anHour + i, body: Buffer.alloc(40_000, i) }),
    );
    await store.put(chunks);
    const before = calls.length;
    const heads = await store.heads(partition);
    expect(heads).toEqual(chunks.map(headOf));
    expect(calls.length - before).toBeGreaterThan(4); // 4.8 MB in pages of 1 MB
    expect(await stored(store, chunks)).toEqual(plain(chunks));
    expect(calls.filter(({ command }) => command === 'BatchGetItem').length).toBeGreaterThan(2);
    expect(slept).toEqual([]);
  });

  it('ask again for the keys that came back, at once when others did not', async () => {
    const { store, calls, slept } = await open(({ command, input }) => {
      const keys = command === 'BatchGetItem' ? Object.values(asked(input)).flatMap(({ Keys }) => Keys) : [];
      return keys.length > 1 ? { leave: (key) => key !== keys[0] } : undefined;
    });
    const chunks = chunksOf(4);
    await store.put(chunks);
    expect(await stored(store, chunks)).toEqual(plain(chunks));
    expect(calls.filter(({ command }) => command === 'BatchGetItem')).toHaveLength(4);
    expect(slept).toEqual([]);
  });

  it('that are refused after a part of the answer are thrown, never a smaller answer', async () => {
    const { store, clean, calls } = await open(({ command, number }) => {
      if (command !== 'BatchGetItem') return undefined;
      return calls[number - 1]?.command === 'BatchGetItem' ? throttle : { leave: () => flip() };
    });
    let flips = 0;
    const flip = (): boolean => (flips += 1) % 2 === 0;
    const chunks = chunksOf(6);
    await clean.put(chunks);
    await expect(store.read(chunks.map(headOf))).rejects.toMatchObject({ class: 'retryable' });
  });

  it('name the key of an item that no write of ours made', async () => {
    const { store, client, tablePrefix } = await open(() => undefined);
    const [chunk] = chunksOf(1);
    if (chunk === undefined) throw new Error('a chunk is made');
    await store.put([chunk]);
    const p = `${chunk.partition.tenant}#${chunk.partition.metric}#${chunk.partition.hour}`;
    const Item = { p: { S: p }, s: { S: 'nonsense' }, n: { N: '1.5' } };
    await client.send(new PutItemCommand({ TableName: `${tablePrefix}2026-w48`, Item }));
    await expect(store.heads(chunk.partition)).rejects.toMatchObject({ code: 'CorruptItem', class: 'ours' });
    await expect(store.heads(chunk.partition)).rejects.toThrow(`${p} nonsense`);
  });
});
