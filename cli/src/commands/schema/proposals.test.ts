import { afterEach, expect, it } from 'vitest';
import { fakeServer, runCli } from '../../testing.fixture.ts';

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

const field = {
  metric: 'u_X',
  metricName: 'pump',
  name: 'level',
  count: 200,
  kinds: { string: 0, number: 200, boolean: 0, nested: 0 },
  casts: { LONG: 199, DOUBLE: 200, BOOLEAN: 0 },
  samples: ['1.5', '9'],
  firstSeen: Date.UTC(2026, 10, 1),
  lastSeen: Date.UTC(2026, 10, 23),
};

const proposals = async (unknown: readonly object[], ...args: readonly string[]) => {
  const server = await fakeServer(() => ({ body: { unknown } }));
  cleanUps.push(server.close);
  const ran = await runCli(server.url, ['schema', 'proposals', ...args]);
  return { ...ran, target: server.asked[0]?.target };
};

it('shows counts, shares, samples and days, and the commands that declare', async () => {
  const other = { ...field, name: 'on', casts: { LONG: 0, DOUBLE: 0, BOOLEAN: 200 } };
  const { code, out, target } = await proposals([field, other]);
  expect([code, target]).toEqual([0, '/v1/schema/proposals']);
  expect(out).toMatch(
    /pump +\| level \| +200 \| +99 % \| +100 % \| +0 % \| 1\.5 … 9 \| 2026-11-01 +\| 2026-11-23\n/,
  );
  expect(out).toMatch(
    /\n {2}sluice schema metric create pump\n {2}sluice schema field create pump level DOUBLE\n {2}sluice schema field create pump on BOOLEAN\n$/,
  );
});

it('of a declared metric gives the fields alone; what fits no other type is a text', async () => {
  const { out } = await proposals([{ ...field, metric: 'm_X', casts: { LONG: 9, DOUBLE: 9, BOOLEAN: 9 } }]);
  expect(out).not.toContain('metric create');
  expect(out).toContain('field create pump level STRING\n');
});

it('quotes names that a shell would read, and stands those that begin with a dash', async () => {
  const { out } = await proposals([{ ...field, metricName: `it's $HOME`, name: '-x' }]);
  expect(out).toContain(`sluice schema metric create 'it'\\''s $HOME'\n`);
  expect(out).toContain(`sluice schema field create -- 'it'\\''s $HOME' -x DOUBLE\n`);
});

it('says so when there are none, and gives JSON as it is', async () => {
  expect((await proposals([])).out).toMatch(/^there are no unknown fields/);
  expect((await proposals([field], '--json')).out).toBe(`${JSON.stringify({ unknown: [field] })}\n`);
});
