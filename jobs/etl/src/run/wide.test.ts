import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadTextBytes, type LoadFile } from '@sluice/core/lake';
import type { TenantId } from '@sluice/core/layout';
import { aField, aMetric } from '@sluice/testing/factories/tenant-schema';
import { aLine, aWorld, lakeRows, textOf, type LineParts, type World } from '../testing.fixture.ts';
import { runEtl } from './run.ts';

let world: World;
let tenant: TenantId;
beforeEach(async () => {
  world = await aWorld();
  tenant = await world.tenant();
});
afterEach(() => {
  world.close();
});

const longest = 'é'.repeat(32_767) + 'x';
const tooLong = `${longest}y`;

const batchOf = async (...lines: readonly Partial<LineParts>[]) => {
  world.archive(lines.map((parts) => textOf(aLine({ ...parts, tenant }))));
  const ran = await runEtl(world.services);
  if (ran.outcome !== 'published') throw new Error(ran.outcome);
  return ran.manifest;
};

const idsIn = (files: readonly LoadFile[] = []): readonly unknown[] =>
  files.flatMap(({ key }) =>
    zstdDecompressSync(readFileSync(join(world.folder, key)))
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { event_id: string }).event_id),
  );

it('a row with a text that not every warehouse takes is in the lake, and beside the load', async () => {
  expect(Buffer.byteLength(longest)).toBe(loadTextBytes);
  const { loads, counts } = await batchOf(
    { eventId: 'fits', unknown: { a: ['string', longest], b: ['string', longest] } },
    { eventId: 'long', unknown: { a: ['string', 'x'], b: ['string', tooLong] } },
  );
  expect(counts.added).toBe(2);
  expect(loads).toMatchObject([
    { rows: 1, files: [{ rows: 1 }], wide: { rows: 1, maxBytes: 65_536, files: [{ rows: 1 }] } },
  ]);
  expect([idsIn(loads[0]?.files), idsIn(loads[0]?.wide?.files)]).toEqual([['fits'], ['long']]);
  expect(await lakeRows(world, await world.services.lake.snapshot(), 'event_id')).toHaveLength(2);
});

it('a declared field is no exception, and does not widen its column', async () => {
  const metric = aMetric({ fields: [aField({ id: 'f1', displayName: 'note', type: 'STRING' })] });
  await world.declare(tenant, [metric]);
  const of = { metric: metric.id, unknown: {} };
  const { loads } = await batchOf(
    { ...of, eventId: 'a', fields: { f1: 'short' } },
    { ...of, eventId: 'b', fields: { f1: tooLong } },
  );
  expect(loads).toMatchObject([{ rows: 1, columns: [{ maxBytes: 5 }], wide: { rows: 1, maxBytes: 65_536 } }]);
  expect(idsIn(loads[0]?.wide?.files)).toEqual(['b']);
});

it('a load of such rows alone has no other files; one without them says nothing of them', async () => {
  const { loads } = await batchOf({ unknown: { a: ['string', tooLong] } });
  expect(loads).toMatchObject([{ rows: 0, files: [], wide: { rows: 1 } }]);
  expect((await batchOf({})).loads[0]).not.toHaveProperty('wide');
});
