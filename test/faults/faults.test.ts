import { describe, expect, it } from 'vitest';
import { run, type Report } from './run.ts';

const rates = {
  throttle: 0.05,
  partial: 0.06,
  all: 0.02,
  'timeout-after-success': 0.05,
  'failure-before': 0.03,
  'crash-before': 0.015,
  'crash-after': 0.015,
} as const;

const seeds = Number(process.env['SLUICE_FAULT_SEEDS'] ?? 200);

const runSeeds = async (count: number, bugs: Parameters<typeof run>[3] = {}): Promise<Report[]> => {
  const reports: Report[] = [];
  for (let seed = 1; seed <= count; seed++) reports.push(await run(seed, rates, 40, bugs));
  return reports;
};

describe('the pipeline under faults', () => {
  it(
    `loses nothing, doubles nothing and balances its books, for ${seeds} seeds`,
    { timeout: 300_000 },
    async () => {
      const reports = await runSeeds(seeds);
      const injected = new Map<string, number>();
      for (const report of reports)
        for (const [name, count] of report.injected) injected.set(name, (injected.get(name) ?? 0) + count);
      const total = reports.reduce((sum, { events }) => sum + events, 0);
      const crashes = reports.reduce((sum, report) => sum + report.crashes, 0);
      console.log(
        `${total} events, ${crashes} crashes, injected: ${JSON.stringify(Object.fromEntries([...injected].sort()))}`,
      );
      expect(
        reports
          .filter(({ faults }) => faults.length > 0)
          .map(({ seed, faults }) => ({ seed, faults: faults.slice(0, 5) })),
      ).toEqual([]);
      expect(crashes).toBeGreaterThan(seeds);
    },
  );

  it.each([
    ['acknowledging before the write', { acknowledgeEarly: true }],
    ['dropping the failed part of a partial failure', { dropFailed: true }],
    ['a checkpoint before its effects', { checkpointEarly: true }],
  ] as const)('would show %s', { timeout: 120_000 }, async (_, bug) => {
    const reports = await runSeeds(8, bug);
    expect(
      reports.flatMap(({ faults }) => faults).filter((fault) => fault.includes('found 0 times')).length,
    ).toBeGreaterThan(0);
  });
});

describe('a crash at every single call', () => {
  it.each(['crash-before', 'crash-after', 'timeout-after-success'] as const)(
    '%s',
    { timeout: 300_000 },
    async (fault) => {
      const wrong: unknown[] = [];
      let reached = 0;
      for (let number = 0; number < 200; number++) {
        const report = await run(7, (call) => (call.number === number ? fault : undefined), 6);
        if (report.injected.size === 0) break;
        reached++;
        if (report.faults.length > 0) wrong.push({ number, faults: report.faults });
      }
      console.log(`${fault}: tried at each of ${reached} calls`);
      expect(wrong).toEqual([]);
      expect(reached).toBeGreaterThan(20);
    },
  );
});
