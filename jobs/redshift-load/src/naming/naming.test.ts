import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { MetricLoad } from '@sluice/core/lake';
import { aDuckDbWorld } from '../duckdb.fixture.ts';
import { aRedshiftWorld, type RedshiftWorld } from '../redshift.fixture.ts';
import { aMetricId, aNumber } from '../testing.fixture.ts';
import { targetOf } from '@sluice/core/warehouse';
import { identifier, literal, pathLiteral, shownIdentifier } from '@sluice/core/warehouse';
import { viewOf } from './view.ts';

describe('names in statements', () => {
  it.each(['', 'A', '1a', 'a b', 'a"', "a'", 'a;--', 'ä', 'a'.repeat(128)])(
    '%j is no name of ours',
    (text) => {
      expect(() => identifier(text)).toThrow(/is no name of ours/);
    },
  );

  it.each(["'", '\\', ';\n', 'ä', '"', '\0'])('%j is no constant', (text) => {
    expect(() => literal(text)).toThrow(/is no plain text/);
  });

  it('a name that people chose stays one name, whatever is in it', () => {
    expect(shownIdentifier('x"; DROP TABLE t; --')).toBe('"x""; DROP TABLE t; --"');
    expect(pathLiteral("/a'b\\c")).toBe("'/a''b\\c'");
    for (const text of ['', 'a\0', 'é'.repeat(64)])
      expect(() => shownIdentifier(text)).toThrow(/1 to 127 bytes/);
  });
});

const aLoad = (metricName: string, names: readonly string[], metric = aMetricId()): MetricLoad => {
  const columns = names.map((name, i) => aNumber(`f${i + 1}`, name));
  const rest = { loadId: '', tenant: '' as MetricLoad['tenant'], schemaVersion: 1, rows: 0, files: [] };
  return { ...rest, metric, metricName, columns };
};

describe('views', () => {
  it('have the display names in lower case, and between them those that are there when named', () => {
    expect(viewOf(aLoad('Pump Readings', ['Pressure', 'SELECT']), [])).toEqual({
      name: 'pump readings',
      columns: [
        { column: 'timestamp', label: 'timestamp' },
        { column: 'f1', label: 'pressure' },
        { column: 'f2', label: 'select' },
        { column: 'event_id', label: '_eventid' },
        { column: 'received_at', label: '_received_at' },
        { column: 'sent_name', label: '_metric_name' },
        { column: 'unknown', label: '_unknown' },
      ],
    });
  });

  it('of a metric keep their name when another comes with the same, and get no name of ours', () => {
    const [first, second] = [aLoad('Pumps', []), aLoad('pumps', [])];
    const others = [{ metric: first.metric, name: viewOf(first, []).name, digest: '' }];
    expect(viewOf(second, others).name).toMatch(/^pumps_[0-9a-f]{8}$/);
    expect(viewOf(first, others).name).toBe('pumps');
    expect(viewOf(aLoad('load_manifest', []), []).name).toMatch(/^load_manifest_/);
    expect(viewOf(aLoad(first.metric, []), []).name).toMatch(/_[0-9a-f]{8}$/);
  });

  it('have names of 127 bytes at most, all different and in lower case, for any names', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 140 }), { maxLength: 30 }), (names) => {
        const { columns, name } = viewOf(
          aLoad(names[0] ?? 'm', [...names, 'timestamp', '_unknown', 'a', 'A']),
          [],
        );
        const labels = columns.map(({ label }) => label);
        expect(new Set(labels).size).toBe(labels.length);
        for (const label of [...labels, name]) expect(() => shownIdentifier(label)).not.toThrow();
        expect(new Set(labels.map((label) => label.toLowerCase())).size).toBe(labels.length);
      }),
    );
  });
});

describe('views in the warehouse', () => {
  let world: RedshiftWorld;
  beforeEach(async () => {
    world = await aRedshiftWorld();
  });
  const publish = (metricName: string, names: readonly string[], metric = world.metric) =>
    world.lake.publish({
      tenant: world.tenant,
      metric,
      metricName,
      columns: names.map((name, i) => aNumber(`f${i + 1}`, name)),
      files: [
        [{ timestamp: 1, eventId: 'a', fields: Object.fromEntries(names.map((_, i) => [`f${i + 1}`, i])) }],
      ],
    });
  const views = async () => {
    const { plain } = targetOf(world.tenant, world.metric);
    const rows = await world.ask(
      `SELECT viewname FROM pg_views WHERE schemaname = '${plain.schema}' ORDER BY 1`,
    );
    return rows.flat();
  };

  // On DuckDB: PostgreSQL, below the stand-in, cuts names at 63 bytes.
  it('read the rows by names that are SQL, too long, or differ in case alone', async () => {
    const { lake, tenant, metric, ask, settle } = await aDuckDbWorld();
    const sql = 'x"; DROP SCHEMA main; --';
    const long = 'é'.repeat(100);
    const columns = ['select', 'Ä', 'ä', long, `${long}!`].map((name, i) => aNumber(`f${i + 1}`, name));
    const fields = { f1: 0, f2: 1, f3: 2, f4: 3, f5: 4 };
    const files = [[{ timestamp: 1, eventId: 'a', fields }]];
    await lake.publish({ tenant, metric, metricName: sql, columns, files });
    await settle();
    const { schema } = targetOf(tenant, metric);
    const [row] = await ask(`SELECT * FROM ${schema}."${sql.toLowerCase().replace('"', '""')}"`);
    expect(row?.slice(0, 7)).toEqual(['1', '0', '1', '2', '3', '4', 'a']);
  });

  it('follow a rename and new fields, and stay where nothing changed', async () => {
    await publish('Pumps', ['a']);
    await publish('pumps', ['b'], aMetricId());
    await world.settle();
    expect(await views()).toEqual(['pumps', expect.stringMatching(/^pumps_/)]);
    const before = world.standIn.ran.length;
    await publish('Pumps', ['a']);
    await world.settle();
    expect(
      world.standIn.ran
        .slice(before)
        .flat()
        .filter((text) => text.includes('VIEW')),
    ).toEqual([]);
    await publish('Wells', ['a', 'b']);
    await world.settle();
    expect(await views()).toEqual([expect.stringMatching(/^pumps_/), 'wells']);
  });
});
