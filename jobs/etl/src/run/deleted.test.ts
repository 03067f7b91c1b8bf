import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { unpacked, type Manifest } from '@sluice/core/lake';
import type { TenantId } from '@sluice/core/layout';
import { aField, aMetric } from '@sluice/testing/factories/tenant-schema';
import { aLine, aWorld, lakeRows, textOf, type LineParts, type World } from '../testing.fixture.ts';
import { runEtl } from './run.ts';

const metric = aMetric({
  id: 'm_01JM0000000000000000000007',
  displayName: 'pump',
  fields: [aField({ id: 'f1', displayName: 'level', type: 'LONG' })],
});

let world: World;
let tenant: TenantId;
beforeEach(async () => {
  world = await aWorld();
  tenant = await world.tenant();
  await world.declare(tenant, [metric]);
});
afterEach(() => {
  world.close();
});

const line = (parts: Partial<LineParts>): LineParts =>
  aLine({ tenant, metric: metric.id, as: 'pump', unknown: { note: ['string', 'n'] }, ...parts });

const run = async (...lines: readonly LineParts[]): Promise<Manifest> => {
  if (lines.length > 0) world.archive(lines.map(textOf));
  const ran = await runEtl(world.services);
  if (ran.outcome !== 'published') throw new Error(`the run ended as ${ran.outcome}`);
  return ran.manifest;
};

const rows = async (columns = 'event_id') =>
  (await lakeRows(world, await world.services.lake.snapshot(), columns)).map((row) => row.join(' '));

it('events of a metric that was deleted before the batch came are rows, with their values as text', async () => {
  await world.declare(tenant, []);
  const { counts, loads } = await run(line({ eventId: 'a', fields: { f1: 7 } }), line({ eventId: 'b' }));
  expect(counts).toMatchObject({ read: 2, added: 2 });
  expect(await rows(`event_id, metric, "unknown"['f1'], "unknown"['note']`)).toEqual([
    `a ${metric.id} 7 n`,
    `b ${metric.id}  n`,
  ]);
  expect(loads).toMatchObject([{ metric: metric.id, rows: 2, files: [{ rows: 2 }], columns: [] }]);
  const file = readFileSync(join(world.folder, loads[0]?.files[0]?.key ?? ''));
  expect(unpacked('x.zst', file)).toContain('"f1":"7"');
});

it('files of a deleted metric are not compacted: nobody knows their columns any more', async () => {
  const ids = Array.from({ length: 9 }, (_, i) => `e${i}`);
  for (const eventId of ids.slice(0, 8)) await run(line({ eventId, fields: { f1: 1 } }));
  await world.declare(tenant, []);
  expect((await run(line({ eventId: 'e8' }))).removed).toEqual([]);
  expect(await rows()).toEqual(ids);
  expect(await rows('f1')).toEqual([...Array<string>(8).fill('1'), '']);
  expect(await runEtl(world.services)).toEqual({ outcome: 'nothing' });
});

it('a row of a deleted metric is there once when it comes again, and its file stays as it is', async () => {
  const one = line({ eventId: 'a', fields: { f1: 1 } });
  await run(one);
  await world.declare(tenant, []);
  const again = await run({ ...one, stagedAt: one.stagedAt + 1 });
  expect(again).toMatchObject({ counts: { added: 0, repeated: 1, replaced: 0 }, removed: [] });
  expect(await rows('event_id, f1')).toEqual(['a 1']);
});
