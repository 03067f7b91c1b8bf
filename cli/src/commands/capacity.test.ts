import { Command } from 'commander';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import { fakeServer, type Answer } from '../testing.fixture.ts';
import { addCapacityCommand } from './capacity.ts';

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

const now = Date.UTC(2026, 10, 25, 12);

const run = async (args: readonly string[], answer: Answer) => {
  const server = await fakeServer(() => answer);
  cleanUps.push(server.close);
  const stdout = new PassThrough();
  const printed = text(stdout);
  const env = { SLUICE_URL: server.url, AWS_ACCESS_KEY_ID: 'AK', AWS_SECRET_ACCESS_KEY: 'secret' };
  const around = {
    stdin: new PassThrough(),
    stdout,
    stderr: new PassThrough(),
    env,
    now: () => now,
  } as never;
  const program = new Command('sluice').exitOverride();
  addCapacityCommand(program, around);
  const failure: unknown = await program.parseAsync(['capacity', ...args], { from: 'user' }).then(
    () => undefined,
    (error: unknown) => error,
  );
  stdout.end();
  return { failure, printed: await printed, asked: server.asked[0]?.target ?? '' };
};

const actions = [
  {
    resource: 'stream raw',
    at: now - 7_200_000,
    kind: 'resize',
    from: { shards: 4 },
    to: { shards: 8 },
    reason: '7.2 will be wanted',
    answer: 'accepted',
    inputs: {},
  },
  {
    resource: 'table near-2026-w48',
    at: now - 3_600_000,
    kind: 'lower',
    from: { writes: 500, reads: 250 },
    to: { writes: 300, reads: 150 },
    reason: 'enough',
    answer: 'limit-exceeded',
    inputs: {},
  },
];

it('shows each change with its reason, and what was had as a plot', async () => {
  const { printed, asked, failure } = await run([], { body: { isScaled: true, actions } });
  expect(failure).toBeUndefined();
  expect(asked).toBe('/v1/meta/capacity?since=2026-11-24T12%3A00%3A00.000Z');
  expect(printed).toMatch(
    /2026-11-25T10:00 *\| stream raw *\| 4 shards *\| 8 shards *\| resize *\| accepted *\| 7.2 will be wanted/,
  );
  expect(printed).toContain('500 writes, 250 reads');
  expect(printed).toContain('stream raw: shards, 2026-11-24T12:00 to 2026-11-25T12:00');
  expect(printed).toMatch(/8\.00 [┤┼].*╭/);
  expect(printed).not.toContain('near-2026-w48: writes');
});

it('says so when nothing was changed, and when nothing is scaled', async () => {
  const none = await run(['--since', '7d'], { body: { isScaled: true, actions: [] } });
  expect(none.printed).toBe('nothing was changed in the last 7d\n');
  const local = await run([], { body: { isScaled: false, actions: [] } });
  expect(local.printed).toBe('nothing is scaled here: on one machine there are no shards and no units\n');
});

it('refuses a time it does not know', async () => {
  const { failure } = await run(['--since', 'yesterday'], { body: {} });
  expect(String(failure)).toContain('--since is a number and m, h or d, as 24h, not "yesterday"');
});

it('shows what the scalers would do now, by a call that does nothing', async () => {
  const [resize] = actions;
  const none = { ...resize, resource: 'stream staged', kind: 'none', from: {}, to: {}, reason: 'enough' };
  const { printed, asked } = await run(['--dry-run'], { body: { isScaled: true, actions: [resize, none] } });
  expect(asked).toBe('/v1/meta/capacity/plan');
  expect(printed).toMatch(/stream raw *\| 4 shards *\| 8 shards *\| resize *\| 7.2 will be wanted/);
  expect(printed).toMatch(/stream staged *\|.*\| none *\| enough/);
  expect(printed).toMatch(/none of it was done: the next tick, within a minute, does\n$/);
  const local = await run(['--dry-run'], { body: { isScaled: false, actions: [] } });
  expect(local.printed).toBe('nothing is scaled here: on one machine there are no shards and no units\n');
});
