import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicFactory } from 'ulid';
import { Crash } from '@sluice/testing/faults/errors';
import { seededRandom } from '@sluice/testing/faults/random';
import { withFaults } from '@sluice/testing/faults/with-faults';
import type { Choose, Rates } from '@sluice/testing/faults/plan';
import { compose, type Bugs } from './composition.ts';
import { booksOf, clock, contentOf, makeWorld, rowsOf, type World } from './world.ts';

/** What the client knows of an event: `ok` acknowledged, `info` sent with no clear answer, `fail` refused before any write. */
type Verdict = 'ok' | 'info' | 'fail';

export interface Report {
  readonly seed: number;
  readonly crashes: number;
  readonly injected: ReadonlyMap<string, number>;
  readonly faults: readonly string[];
  readonly events: number;
}

const bodyOf = (ids: readonly string[], random: () => number): string =>
  JSON.stringify(
    ids.map((id, i) => {
      const timestamp = clock.now() - Math.floor(random() * 3 * 86_400_000) * (i % 2);
      if (random() < 0.1) return { eventid: id, metrictype: 'pump', note: 'no time' };
      return { eventid: id, metrictype: random() < 0.5 ? 'pump' : 'valve', timestamp, level: i };
    }),
  );

/** Runs the pipeline under faults, client and all, until everything drained; then asks the oracle. */
export const run = async (
  seed: number,
  rates: Rates | Choose,
  requests: number,
  bugs: Bugs = {},
): Promise<Report> => {
  const random = seededRandom(seed);
  const world = makeWorld();
  const faults = withFaults(seededRandom(seed + 1), rates);
  const newUlid = monotonicFactory(random);
  const verdicts = new Map<string, Verdict>();
  let crashes = 0;
  let life = compose(world, faults.restart(), random, newUlid, bugs);
  let death = life.died.catch(() => 'dead' as const);
  const restart = async (): Promise<void> => {
    crashes++;
    await life.stop();
    life = compose(world, faults.restart(), random, newUlid, bugs);
    death = life.died.catch(() => 'dead' as const);
  };

  const unsent = Array.from({ length: requests }, (_, r) =>
    Array.from({ length: 1 + Math.floor(random() * 6) }, (_, i) => `e${r}-${i}`),
  );
  for (const ids of unsent) {
    const body = bodyOf(ids, random);
    // A client sends again what it has no answer to; some also repeat what was acknowledged.
    for (let attempt = 0; attempt < 4; attempt++) {
      const answer = await Promise.race([life.send(body).catch((error: unknown) => error), death]);
      life.wake();
      if (answer === 'dead' || answer instanceof Crash) {
        note(verdicts, ids, 'info');
        await restart();
      } else if (
        typeof answer === 'object' &&
        answer !== null &&
        'statusCode' in answer &&
        answer.statusCode === 200
      ) {
        acknowledge(
          verdicts,
          ids,
          JSON.parse((answer as { statusCode: number; body: string }).body) as Answer,
        );
        if (random() > 0.05) break;
      } else note(verdicts, ids, 'info');
    }
  }
  faults.calm();
  await restart();
  await drain(world, life, () => death);
  await life.stop();
  return {
    seed,
    crashes,
    injected: faults.injected().counts,
    faults: await oracle(world, verdicts),
    events: verdicts.size,
  };
};

interface Answer {
  readonly records: readonly { readonly eventId: string; readonly status: string }[];
}

const note = (verdicts: Map<string, Verdict>, ids: readonly string[], verdict: Verdict): void => {
  for (const id of ids) if (verdicts.get(id) !== 'ok') verdicts.set(id, verdict);
};

const acknowledge = (verdicts: Map<string, Verdict>, ids: readonly string[], answer: Answer): void => {
  for (const [i, id] of ids.entries())
    note(verdicts, [id], answer.records[i]?.status === 'retry' ? 'info' : 'ok');
};

const drain = async (
  world: World,
  life: ReturnType<typeof compose>,
  death: () => Promise<unknown>,
): Promise<void> => {
  const at = (consumer: string): number => world.checkpoints.get(consumer) ?? 0;
  const isDrained = (): boolean =>
    ['archive-raw', 'accepted', 'validate'].every((consumer) => at(consumer) === world.raw.records.length) &&
    at('store') === world.staged.records.length;
  for (let i = 0; i < 5_000 && !isDrained(); i++) {
    life.wake();
    await Promise.race([sleep(1), death()]);
  }
  if (!isDrained()) throw new Error('the pipeline did not drain');
};

/** Jepsen's question: every acknowledged event exactly once as a row or an error record; one of unknown fate at most once. */
const oracle = async (world: World, verdicts: ReadonlyMap<string, Verdict>): Promise<string[]> => {
  const { copies, errors } = await contentOf(world);
  const rows = rowsOf(copies);
  const refused = new Set(errors.map(({ event }) => (JSON.parse(event) as { eventid: string }).eventid));
  const wrong: string[] = [];
  for (const { event, code } of errors)
    // An outage never makes an error record of an event that is well (promise P2).
    if ('timestamp' in (JSON.parse(event) as object))
      wrong.push(`${event} is well, and an error record: ${code}`);
  for (const [id, verdict] of verdicts) {
    const found = (rows.get(id) ?? 0) + (refused.has(id) ? 1 : 0);
    if (verdict === 'ok' && found !== 1) wrong.push(`${id} was acknowledged and is found ${found} times`);
    if (found > 1) wrong.push(`${id} is found ${found} times`);
  }
  const books = await booksOf(world);
  if (!books.balanced) wrong.push(`the books do not balance: ${JSON.stringify(books.hours)}`);
  if (books.hours.some(({ inFlight }) => inFlight !== 0)) wrong.push('something is still in flight');
  return wrong;
};
