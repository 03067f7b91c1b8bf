import { createWriteStream, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync, zstdDecompressSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import { archiveLineBytes } from '@sluice/core/lake';
import { aLine, aWorld, lakeRows, textOf, type World } from '../testing.fixture.ts';
import { runEtl, type Ran } from './run.ts';

let world: World | undefined;
const opened = async (): Promise<World> => (world = await aWorld());
afterEach(() => world?.close());

const published = (ran: Ran) => {
  if (ran.outcome !== 'published') throw new Error(`the run ended as ${ran.outcome}`);
  return ran.manifest;
};

it.each([
  ['is no JSON', () => '{"torn'],
  ['is a number', () => '7'],
  ['is a text', () => '"text"'],
  ['is a list', () => '[]'],
  // DuckDB's reader would take the next line for the value.
  ['is cut behind a colon', () => '{"v":1,"tenant":'],
  ['is cut in a list', () => '['],
  ['is nested without end', () => '['.repeat(5000)],
  ['has no time', (good: string) => good.replace(/"timestamp":\d+/, '"timestamp":"x"')],
  ['has no place in the order', (good: string) => good.replace(/"stagedAt":\d+,/, '')],
  ['has no fingerprint', (good: string) => good.replace(/"fingerprint":"\w+",/, '')],
  ['would be in a folder of its own', (good: string) => good.replace(/[mu]_\w+/, '../../etc')],
  ['has a carriage return', () => 'a\rb'],
  ['has a zero', () => '{"v":"\0"}', Buffer.from('{"v":"\0"}').toString('base64')],
  ['is no UTF-8', () => Buffer.from([0x7b, 0xff, 0x7d]), 'e/99'],
  ['is as long as one may be', () => 'x'.repeat(archiveLineBytes)],
] as const)('keeps a line aside that %s, and the others go on', async (_, make, text?: string) => {
  const world = await opened();
  const tenant = await world.tenant();
  const bad = make(textOf(aLine({ tenant })));
  const good = (eventId: string) => Buffer.from(`${textOf(aLine({ tenant, eventId }))}\n`);
  const key = world.archive([]);
  const lines = [good('a'), Buffer.from(bad), Buffer.from('\n\n'), good('b'), good('c')];
  writeFileSync(join(world.folder, key), gzipSync(Buffer.concat(lines)));
  const { counts, run } = published(await runEtl(world.services));
  expect(counts).toMatchObject({ read: 4, added: 3, malformed: 1 });
  expect(await lakeRows(world, await world.services.lake.snapshot(), 'event_id')).toEqual([
    ['a'],
    ['b'],
    ['c'],
  ]);
  const aside = readFileSync(join(world.folder, `lake/v1/aside/${run}-aside.json.zst`));
  expect(zstdDecompressSync(aside).toString()).toBe(`${JSON.stringify({ value: text ?? bad })}\n`);
});

it('refuses an object with a line that no engine could hold, and goes on with the others', async () => {
  const world = await opened();
  const tenant = await world.tenant();
  const long = world.archive([]);
  const file = createWriteStream(join(world.folder, long));
  await pipeline(
    function* () {
      for (let i = 0; i < 200; i++) yield Buffer.alloc(1024 * 1024, 'x');
    },
    createGzip({ level: 1 }),
    file,
  );
  world.archive([textOf(aLine({ tenant, eventId: 'a' }))]);
  const manifest = published(await runEtl(world.services));
  expect(manifest.refused).toMatchObject([
    { key: long, reason: 'a line of it is longer than 4194304 bytes' },
  ]);
  expect(manifest.counts).toMatchObject({ read: 1, added: 1, malformed: 0 });
});

it('an archive of which nothing can be read is told once, and the next run has nothing to do', async () => {
  const world = await opened();
  const tenant = await world.tenant();
  const torn = world.archive([textOf(aLine({ tenant }))]);
  truncateSync(join(world.folder, torn), 20);
  const { refused, counts, added, loads } = published(await runEtl(world.services));
  expect({ refused, counts, added, loads }).toMatchObject({
    refused: [{ key: torn }],
    counts: { read: 0, added: 0, malformed: 0 },
    added: [],
    loads: [],
  });
  expect(await runEtl(world.services)).toEqual({ outcome: 'nothing' });
});

it('an empty object, and one of blank lines, are no rows', async () => {
  const world = await opened();
  await world.tenant();
  writeFileSync(join(world.folder, world.archive(['', ''])), gzipSync('\n\n'));
  expect(published(await runEtl(world.services)).counts).toMatchObject({ read: 0, malformed: 0 });
  writeFileSync(join(world.folder, world.archive([])), gzipSync(''));
  writeFileSync(join(world.folder, world.archive([])), '');
  expect(published(await runEtl(world.services)).counts).toMatchObject({ read: 0, malformed: 0 });
  expect(await runEtl(world.services)).toEqual({ outcome: 'nothing' });
});
