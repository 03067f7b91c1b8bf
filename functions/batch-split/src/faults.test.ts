import { describe, expect, it } from 'vitest';
import type { FileJob } from '@sluice/core/files';
import type { TenantId } from '@sluice/core/layout';
import { aTenantId } from '@sluice/testing/factories/directory';
import { Crash } from '@sluice/testing/faults/errors';
import { livesOf } from '@sluice/testing/faults/life';
import { atCall, byRates, type Choose, type Fault } from '@sluice/testing/faults/plan';
import { seededRandom } from '@sluice/testing/faults/random';
import { runJob } from './index.ts';
import { aWorld, linesOf, type World } from './testing/world.ts';

/** Four records, refused lines between them, and a hash of two blocks. */
const content = Array.from({ length: 13 }, (_, i) =>
  i % 4 === 2 ? `{bad ${i}}` : `{"metrictype":"m","timestamp":${i},"x":"${'x'.repeat(330_000)}"}`,
).join('\n');

/** An upload to an address: what it holds is found out first. */
const begin = async (world: World, tenant: TenantId): Promise<FileJob> => {
  const source = { kind: 'own', key: `files/tenant=${tenant}/upload` } as const;
  world.files.put(source.key, Buffer.from(content));
  await world.states.name(tenant, { file: 'a.ndjson', told: 'ndjson', source });
  return { tenant, file: 'a.ndjson' };
};

/** Does all jobs, each until it succeeds, as a queue would; after a crash in another life. */
const runUnder = async (choose: Choose, tenant: TenantId) => {
  const world = aWorld({ sliceBytes: 1 });
  const lives = livesOf(seededRandom(1), choose);
  let services = world.under(lives.begin());
  world.queue.push({ job: await begin(world, tenant), at: 0 });
  let failures = 0;
  for (let next = world.queue[0]; next !== undefined; next = world.queue[0]) {
    try {
      await runJob(next.job, services);
      world.queue.splice(world.queue.indexOf(next), 1);
    } catch (error) {
      failures++;
      if (error instanceof Crash) services = world.under(lives.begin());
      else expect(error).toMatchObject({ name: 'OutOfService' });
    }
  }
  const refused = world.errors
    .stored('raw', 'malformed')
    .map(({ recordId, index, event, reason }) => [`${recordId}:${index}`, event, reason].join(' '));
  return {
    failures,
    calls: lives.injected().calls,
    seen: {
      status: await world.status(tenant, 'a.ndjson'),
      lines: linesOf(world),
      records: [...new Set(world.stream.records.map(({ partitionKey }) => partitionKey))],
      refused: [...new Set(refused)],
    },
  };
};

const tenant = aTenantId();
const calm = await runUnder(() => undefined, tenant);

it('without faults everything is there', () => {
  expect(calm.seen.status).toMatchObject({
    state: 'done',
    events: { read: 13, stored: 10, rejected: 3, duplicate: 0 },
  });
  expect(calm.seen.lines).toHaveLength(10);
  expect(calm.seen.records.length).toBeGreaterThan(3);
  expect(calm.seen.refused).toHaveLength(3);
  expect(calm.calls).toBeGreaterThan(30);
});

const matrix: readonly Fault[] = ['crash-before', 'crash-after', 'failure-before', 'timeout-after-success'];

describe('one fault at each call', () => {
  it.each(matrix)('%s: the same records, the same status', { timeout: 60_000 }, async (fault) => {
    for (let call = 0; call < calm.calls; call++) {
      const { seen, failures } = await runUnder(atCall(call, fault), tenant);
      expect([call, failures]).toEqual([call, 1]);
      expect([call, seen]).toEqual([call, calm.seen]);
    }
  });
});

describe('many faults', () => {
  it.each([1, 2, 3])('at random, seed %s', async (seed) => {
    const rates = { throttle: 0.1, 'crash-after': 0.1, 'crash-before': 0.05, 'timeout-after-success': 0.1 };
    const { seen, failures } = await runUnder(byRates(seededRandom(seed), rates), tenant);
    expect(failures).toBeGreaterThan(3);
    expect(seen).toEqual(calm.seen);
  });
});
