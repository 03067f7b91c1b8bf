import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { OutOfService } from '@sluice/core/failure';
import type { Stage } from '@sluice/core/ports';
import { Crash } from '@sluice/testing/faults/errors';
import { livesOf } from '@sluice/testing/faults/life';
import { atCall, byRates, faults, type Choose } from '@sluice/testing/faults/plan';
import { seededRandom } from '@sluice/testing/faults/random';
import { facesOf } from './testing/faults.ts';
import {
  aWorld, anHourOf, archiveIn, from, hourMs, linesIn, linesOn, once, rawLines, stagedLines,
} from './testing/world.ts'; // prettier-ignore

const linesOf = { raw: rawLines, staged: stagedLines };

/** Six objects, damage in two of them; half of the lines are not asked for. */
const archived = async (stage: Stage) => {
  const world = aWorld(400);
  const wanted: string[] = [];
  for (let i = 0; i < 6; i++) {
    const [one, two] = [linesOf[stage](), linesOf[stage]()];
    wanted.push(one, two);
    const other = linesOf[stage]({ receivedAt: from - 1 });
    const torn = i % 3 === 2 ? [gzipSync(one).subarray(0, 40)] : [];
    await archiveIn(world.objects, stage, from + (i % 2) * hourMs, `o${i}`, one, other, two, ...torn);
  }
  return { world, wanted: linesIn(...wanted) };
};

/** Replays, in another life after each crash; slices as a caller would ask for them. */
const replayUnder = async (stage: Stage, choose: Choose) => {
  const { world, wanted } = await archived(stage);
  const lives = livesOf(seededRandom(1), choose);
  let services = world.under(facesOf(lives.begin()));
  const failures: unknown[] = [];
  let answer = await once(services, anHourOf({ stage })).catch((error: unknown) => error);
  for (let calls = 0; calls < 200; calls++) {
    if (answer instanceof Error) {
      failures.push(answer);
      if (answer instanceof Crash) services = world.under(facesOf(lives.begin()));
    } else if ((answer as { done: boolean }).done) break;
    answer = await once(services, anHourOf({ stage })).catch((error: unknown) => error);
  }
  return {
    failures,
    calls: lives.injected().calls,
    injected: lives.injected().counts.size,
    missing: wanted.filter((line) => !linesOn(world.streams[stage]).includes(line)),
    foreign: linesOn(world.streams[stage]).filter((line) => !wanted.includes(line)),
    answer,
    put: world.streams[stage].records.length,
  };
};

const done = {
  done: true,
  objects: { done: 6, total: 6 },
  records: 12,
  events: 24,
  damages: 2,
};

describe.each(['raw', 'staged'] as const)('a replay of the %s archive', (stage) => {
  it.each(faults)('%s at every single call: each line is put, and progress is the same', async (fault) => {
    const calm = await replayUnder(stage, () => undefined);
    expect(calm).toMatchObject({ answer: done, missing: [], foreign: [], put: 12, failures: [] });
    expect(calm.calls).toBeGreaterThan(20);
    let reached = 0;
    for (let number = 0; ; number++) {
      const run = await replayUnder(stage, atCall(number, fault));
      if (run.injected === 0) break;
      reached++;
      expect({ number, ...run }).toMatchObject({ number, answer: done, missing: [], foreign: [] });
      for (const failure of run.failures)
        expect(failure instanceof Crash || failure instanceof OutOfService).toBe(true);
      // One object of two records is put twice, at most.
      expect(run.put).toBeLessThanOrEqual(14);
    }
    expect(reached).toBeGreaterThan(20);
  });

  it.each([1, 2, 3, 4])('many faults, seed %s', async (seed) => {
    const rates = {
      throttle: 0.05,
      partial: 0.1,
      'crash-before': 0.05,
      'crash-after': 0.05,
      'timeout-after-success': 0.05,
    };
    const run = await replayUnder(stage, byRates(seededRandom(seed), rates));
    expect(run).toMatchObject({ answer: done, missing: [], foreign: [] });
    expect(run.failures.length).toBeGreaterThan(1);
  });
});

describe('two replays of the same at once', () => {
  it('put each line, and count each once', async () => {
    const { world, wanted } = await archived('raw');
    const one = async () => {
      for (;;) {
        const answer = await once(world.services, anHourOf());
        if (answer.done) return answer;
      }
    };
    const answers = await Promise.all([one(), one(), one()]);
    for (const answer of answers) expect(answer).toMatchObject({ ...done, id: answers[0].id });
    expect(linesOn(world.streams.raw)).toEqual(wanted);
  });

  it('of which one begins again: the other does no harm', async () => {
    const { world, wanted } = await archived('raw');
    const slow = {
      ...world.services,
      settings: { ...world.services.settings, sliceMs: 1, eventsPerSecond: 1 },
    };
    await once(slow, anHourOf());
    const [first, second] = await Promise.all([
      once(world.services, anHourOf()),
      once(world.services, anHourOf(), { restart: true }),
    ]);
    expect([first.done, second.done]).toContain(true);
    while (!(await once(world.services, anHourOf())).done);
    expect(await once(world.services, anHourOf())).toMatchObject(done);
    expect(linesOn(world.streams.raw)).toEqual(wanted);
  });

  it.each([
    ['is done', false],
    ['begins again', true],
  ])('of which one %s and clears its lists away before the other has read them', async (_, restart) => {
    const { world, wanted } = await archived('raw');
    await once({ ...world.services, settings: { sliceMs: 0, eventsPerSecond: 1 } }, anHourOf());
    let isFirst = true;
    const { state } = world.services;
    const get: typeof state.get = async (partition, key) => {
      if (key.startsWith('plan/') && isFirst) {
        isFirst = false;
        world.pass(1);
        await once(world.services, anHourOf(), { restart });
      }
      return state.get(partition, key);
    };
    expect(await once({ ...world.services, state: { ...state, get } }, anHourOf())).toMatchObject(done);
    expect(isFirst).toBe(false);
    expect(linesOn(world.streams.raw)).toEqual(wanted);
  });

  it('is told when its list is gone for no reason', async () => {
    const { world } = await archived('raw');
    await once({ ...world.services, settings: { sliceMs: 0, eventsPerSecond: 1 } }, anHourOf());
    const { state } = world.services;
    const get: typeof state.get = async (partition, key) =>
      key.startsWith('plan/') ? undefined : state.get(partition, key);
    await expect(once({ ...world.services, state: { ...state, get } }, anHourOf())).rejects.toThrow(
      'with restart',
    );
    expect(await once(world.services, anHourOf(), { restart: true })).toMatchObject(done);
  });
});
