import { afterEach, beforeEach, expect, it } from 'vitest';
import { coverageOf } from '@sluice/core/lake';
import type { TenantId } from '@sluice/core/layout';
import { aLine, aWorld, lakeRows, start, textOf, type LineParts, type World } from '../testing.fixture.ts';
import { runEtl, type Ran } from './run.ts';

let world: World;
let tenant: TenantId;
beforeEach(async () => {
  world = await aWorld();
  tenant = await world.tenant();
});
afterEach(() => {
  world.close();
});

const line = (parts: Partial<LineParts>): LineParts =>
  aLine({
    tenant,
    eventId: 'a',
    timestamp: start,
    receivedAt: start,
    recordId: '01JR1'.padEnd(26, '0'),
    index: 1,
    stagedAt: start,
    fingerprint: 'F'.repeat(26),
    ...parts,
  });

const rows = async () =>
  lakeRows(world, await world.services.lake.snapshot(), 'received_at, record_id, idx, staged_at');
const rowOf = ({ receivedAt, recordId, index, stagedAt }: LineParts) => [
  String(receivedAt),
  recordId,
  index,
  String(stagedAt),
];

const published = (ran: Ran) => {
  if (ran.outcome !== 'published') throw new Error(`the run ended as ${ran.outcome}`);
  return ran.manifest;
};

/** Each is later than the one before it by its first part alone, and earlier by all behind it. */
const later: readonly (readonly [string, Partial<LineParts>, Partial<LineParts>])[] = [
  ['receivedAt', {}, { receivedAt: start + 1, recordId: '01JR0'.padEnd(26, '0'), index: 0, stagedAt: 1 }],
  ['recordId', {}, { recordId: '01JR2'.padEnd(26, '0'), index: 0, stagedAt: 1 }],
  ['index', {}, { index: 2, stagedAt: 1 }],
  ['stagedAt', {}, { stagedAt: start + 1 }],
];

it.each(later)('of two rows of one identity the one with the later %s stays', async (_, first, second) => {
  const [a, b] = [line(first), line(second)];
  world.archive([b, a].map(textOf));
  await runEtl(world.services);
  expect(await rows()).toEqual([rowOf(b)]);
});

it.each(later)('so it does against the lake, by %s, whichever came first', async (_, first, second) => {
  for (const [eventId, order] of [
    ['a', [first, second]],
    ['b', [second, first]],
  ] as const)
    for (const parts of order) {
      world.archive([textOf(line({ eventId, ...parts }))]);
      await runEtl(world.services);
    }
  const last = rowOf(line(second));
  expect(await rows()).toEqual([last, last]);
});

it('an object that comes late is read, whatever hour its name tells', async () => {
  world.archive([textOf(line({ eventId: 'a' }))], 'archive/staged/2026/11/23/10/s-5.json.gz');
  await runEtl(world.services);
  const old = ['2026/11/23/10/s-4', '2026/11/23/09/s-9', '2025/01/01/00/s-1'];
  for (const [i, name] of old.entries()) {
    world.archive([textOf(line({ eventId: `late ${i}` }))], `archive/staged/${name}.json.gz`);
    expect(published(await runEtl(world.services)).counts).toMatchObject({ read: 1, added: 1 });
  }
});

it('an object that is delivered twice, under another name, changes nothing', async () => {
  const lines = ['a', 'b'].map((eventId) => textOf(line({ eventId })));
  world.archive(lines);
  await runEtl(world.services);
  const before = await world.services.lake.snapshot();
  world.archive(lines);
  const again = published(await runEtl(world.services));
  expect(again).toMatchObject({
    counts: { read: 2, repeated: 2, added: 0, replaced: 0 },
    added: [],
    loads: [],
  });
  expect((await world.services.lake.snapshot()).files).toEqual(before.files);
});

it('covers what is a row, and no line that is none: the near-line store may be all that has its event', async () => {
  const [good, bad] = [line({ index: 1 }), line({ eventId: 'b', index: 2 })];
  world.archive([textOf(good), textOf(bad).replace(/"fingerprint":"\w+",/, '')]);
  await runEtl(world.services);
  const covered = await coverageOf(await world.services.lake.snapshot(), tenant, world.services.objects);
  expect([1, 2].map((index) => covered.has(good.recordId, index))).toEqual([true, false]);
});
