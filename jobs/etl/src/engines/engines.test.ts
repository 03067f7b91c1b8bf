import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { unpacked } from '@sluice/core/lake';
import { seededRandom } from '@sluice/testing/faults/random';
import type { TenantId } from '@sluice/core/layout';
import { aTenant } from '@sluice/testing/factories/directory';
import { aField, aMetric } from '@sluice/testing/factories/tenant-schema';
import { etlPlan } from '../plan/etl-plan.ts';
import type { PlanEngine } from '../plan/plan.ts';
import { runEtl } from '../run/run.ts';
import { aLine, aWorld, lakeRows, start, textOf, type LineParts, type World } from '../testing.fixture.ts';
import { sparkEngine } from './spark.ts';

/** A Python with pyspark 3.5; by default the one on the path. */
const python = process.env['SLUICE_PYSPARK'] ?? 'python3';

const whySkipped = (): string | undefined => {
  try {
    execFileSync(python, ['-c', 'import pyspark'], { stdio: 'ignore' });
    execFileSync('java', ['-version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return `no Spark: ${python} cannot import pyspark, or there is no java (SLUICE_PYSPARK names a Python that has it)`;
  }
};
const skipped = whySkipped();
if (skipped !== undefined) console.warn(`SKIPPED: both engines on the same plan (${skipped})`);

const metric = aMetric({
  id: 'm_01JM0000000000000000000007',
  displayName: 'pump',
  fields: [
    aField({ id: 'f1', displayName: 'level', type: 'LONG' }),
    aField({ id: 'f2', displayName: 'ratio', type: 'DOUBLE' }),
    aField({
      id: 'f3',
      displayName: "it's",
      aliases: ["it's", 'a\\b$x', 'MAP<STRING, STRING>'],
      type: 'STRING',
    }),
    aField({ id: 'f4', displayName: 'ok', type: 'BOOLEAN' }),
    aField({ id: 'f5', displayName: 'small', type: 'INTEGER' }),
    aField({ id: 'f6', displayName: 'part', type: 'FLOAT' }),
    aField({ id: 'f7', displayName: 'raw', type: 'BINARY' }),
  ],
});

const texts = [
  '5',
  '1.5',
  '-7',
  '1e3',
  'x',
  '',
  ' 5',
  '5\n',
  '+5',
  '9007199254740993',
  '99999999999999999999',
  'TRUE',
  'false',
  'AQI=',
  "o'r",
  '\u00e9\u{1f600}',
  'NaN',
  '1e400',
  '.5',
];

const bad = [
  '{"torn',
  '{"v":1,"tenant":',
  '[',
  '[]',
  'a\rb',
  '{"v":1,"tenant":"01JDTENANT0000000000000001","as":"x"}',
];

/** The same batches for every engine: repeats, corrections, late-declared fields, odd texts, lines that are none, a deleted metric. */
const batches = (tenant: TenantId): readonly (readonly string[])[] => {
  const random = seededRandom(11);
  const of = <T>(some: readonly T[]): T => some[Math.floor(random() * some.length)] as T;
  const line = (parts: Partial<LineParts>): LineParts =>
    aLine({
      tenant,
      eventId: `e${Math.floor(random() * 40)}`,
      timestamp: start + Math.floor(random() * 3) * 86_400_000,
      receivedAt: start + Math.floor(random() * 50),
      recordId: `01JR${Math.floor(random() * 9)}`.padEnd(26, '0'),
      index: Math.floor(random() * 5),
      stagedAt: start + 100,
      fingerprint: of(['A', 'B']).repeat(26),
      ...parts,
    });
  const odd = () =>
    Object.fromEntries(
      ['level', 'ratio', "it's", 'a\\b$x', 'MAP<STRING, STRING>', 'ok', 'small', 'part', 'raw', 'new']
        .filter(() => random() < 0.5)
        .map((name) => [name, ['string', of(texts)] as const]),
    );
  const undeclared = Array.from({ length: 120 }, () => line({ unknown: odd(), as: of(['pump', 'valve']) }));
  const declared = Array.from({ length: 80 }, () =>
    line({
      metric: metric.id,
      as: 'pump',
      unknown: odd(),
      fields:
        random() < 0.5
          ? { f1: '9007199254740993', f2: 0.1, f4: true }
          : { f3: "q'\\", f5: 7, f6: 1.25, f7: 'AQI=' },
    }),
  );
  const long = line({ eventId: 'long', unknown: { level: ['string', 'é'.repeat(40_000)] } });
  const late = [
    line({
      metric: metric.id,
      as: 'pump',
      eventId: 'late',
      fields: { f1: 7 },
      unknown: { f1: ['string', 'x'] },
    }),
    ...declared.slice(0, 20),
  ];
  return [
    [...undeclared.map(textOf), textOf(long), ...bad, textOf(line({ eventId: 'last', unknown: {} }))],
    declared.map(textOf),
    late.map(textOf),
  ];
};

const worlds: World[] = [];
afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

/** The lines that were kept aside so far. */
const asideIn = ({ folder }: World): readonly string[] => {
  const root = join(folder, 'lake/v1/aside');
  return readdirSync(root)
    .flatMap((name) =>
      name.startsWith('.') ? [] : unpacked(name, readFileSync(join(root, name))).split('\n'),
    )
    .filter((line) => line !== '')
    .toSorted();
};

/** All that an engine makes of the batches: rows of the lake after each, and what the runs counted and surveyed. */
const outcomeOf = async (engine?: PlanEngine) => {
  const world = await aWorld(engine);
  worlds.push(world);
  const tenant = '01JDTENANT0000000000000001' as TenantId;
  await world.services.directory.createTenant({ ...aTenant(), id: tenant });
  const outcomes = [];
  for (const [at, lines] of batches(tenant).entries()) {
    if (at === 1) await world.declare(tenant, [metric]);
    if (at === 2) await world.declare(tenant, []);
    world.archive(lines);
    const ran = await runEtl(world.services);
    if (ran.outcome !== 'published') throw new Error(ran.outcome);
    const snapshot = await world.services.lake.snapshot();
    outcomes.push({
      counts: ran.manifest.counts,
      aside: asideIn(world),
      loads: ran.manifest.loads
        .map(({ loadId, rows, columns, wide }) => ({
          loadId,
          rows,
          columns,
          wide: [wide?.rows, wide?.maxBytes],
        }))
        .toSorted((a, b) => (a.loadId < b.loadId ? -1 : 1)),
      files: snapshot.files
        .map(({ metric: of, day, rows, firstTimestamp, lastTimestamp, names }) => ({
          of,
          day,
          rows,
          firstTimestamp,
          lastTimestamp,
          names,
        }))
        .toSorted((a, b) => (`${a.of} ${a.day}` < `${b.of} ${b.day}` ? -1 : 1)),
      rows: await lakeRows(world, snapshot, '* EXCLUDE ("unknown"), list_sort(map_entries("unknown"))'),
    });
  }
  return outcomes;
};

describe.skipIf(skipped !== undefined)('both engines on the same plan', { timeout: 600_000 }, () => {
  it('give the same rows, counts, loads and files', async () => {
    // The ids of lines are numbered as they are made: each engine is given the same.
    const [duckdb, spark] = [await outcomeOf(), await outcomeOf(sparkEngine({ python }))];
    expect(duckdb[0]?.counts.malformed).toBe(bad.length);
    expect(duckdb[0]?.loads.map(({ wide }) => wide)).toContainEqual([1, 80_000]);
    expect(duckdb[1]?.counts.added).toBeGreaterThan(50);
    expect(duckdb[2]?.counts).toMatchObject({ added: 1, replaced: 0 });
    expect(spark).toEqual(duckdb);
  });
});

it('is one text for every engine: the plan names none', () => {
  const tenant = '01JDTENANT0000000000000001' as TenantId;
  const paths = { lakeFiles: 'a', resolve: 'b', lake: 'c', loads: 'd', wide: 'g', covered: 'e', aside: 'f' };
  const plan = JSON.stringify(etlPlan({ run: 'R', archive: ['x'], metrics: [{ tenant, metric }], ...paths }));
  expect(plan).not.toMatch(/duckdb|spark|read_json|struct_pack|list_transform/i);
  // Spark would read it as an escape.
  expect(plan.replaceAll('\\"', '').replaceAll('\\n', '')).not.toContain('\\');
});
