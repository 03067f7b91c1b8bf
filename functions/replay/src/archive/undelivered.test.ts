import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { OutOfService } from '@sluice/core/failure';
import { Crash } from '@sluice/testing/faults/errors';
import { livesOf } from '@sluice/testing/faults/life';
import { atCall, type Fault } from '@sluice/testing/faults/plan';
import { seededRandom } from '@sluice/testing/faults/random';
import { replayUndelivered } from './index.ts';
import { facesOf } from './testing/faults.ts';
import { aWorld, from, hourMs, type World } from './testing/world.ts';

let world: World;
beforeEach(() => {
  world = aWorld();
});

/** A line below an error prefix, as the Firehose guide documents it. */
const failedLine = (text: string, arrivalTimestamp = from): string =>
  `${JSON.stringify({
    attemptsMade: 4,
    arrivalTimestamp,
    errorCode: 'S3.InternalError',
    errorMessage: 'Amazon S3 internal error occurred. Retry the delivery.',
    attemptEndingTimestamp: arrivalTimestamp + 9,
    rawData: gzipSync(`${text}\n`).toString('base64'),
  })}\n`;

const malformed =
  'undelivered/errors/stream/raw/malformed/processing-failed/2026/11/23/04/s-1-2026-11-23-04-00-00-a';
const raw = 'undelivered/archive/raw/processing-failed/2026/11/23/03/s-1.json.gz';

const put = (key: string, text: string) => world.objects.put(key, Buffer.from(text));
/** By keys without the digests at their ends. */
const contentOf = async (prefix: string) => {
  const found: Record<string, string> = {};
  for await (const key of world.objects.list(prefix))
    found[key.replace(/-[0-9a-f]{16}(?=\.json\.gz$)/, '')] = gunzipSync(
      (await world.objects.get(key)) ?? '',
    ).toString();
  return found;
};

const placed = {
  'archive/raw/2026/11/23/03/s-1.json.gz': 'c\n',
  'errors/stream/raw/malformed/2026/11/23/03/s-1-2026-11-23-04-00-00-a.json.gz': 'a\n',
  'errors/stream/raw/malformed/2026/11/23/04/s-1-2026-11-23-04-00-00-a.json.gz': 'b\n',
};
const fill = async () => {
  await put(malformed, failedLine('a') + failedLine('b', from + hourMs));
  await put(raw, failedLine('c'));
};

describe('what a delivery stream could not deliver', () => {
  it('is put where it was meant to be, by hour of arrival, and removed', async () => {
    await fill();
    expect(await replayUndelivered(world.services, { dryRun: true })).toMatchObject({
      done: true,
      objects: { done: 2 },
    });
    expect(await contentOf('errors/')).toEqual({});
    expect(await replayUndelivered(world.services, { dryRun: false })).toEqual({
      done: true, objects: { done: 2 }, records: 3, damaged: [], damages: 0,
    }); // prettier-ignore
    expect(await contentOf('')).toEqual(placed);
    expect(await replayUndelivered(world.services, { dryRun: false })).toMatchObject({
      done: true,
      records: 0,
    });
  });

  it('stays and is told by line where it is damaged, and the rest goes on', async () => {
    await put(
      malformed,
      `${failedLine('a')}{"rawData":"%%"}\nno JSON\n{"arrivalTimestamp":1,"rawData":"a*b="}\nnull\n`,
    );
    await put('undelivered/elsewhere/x', 'y');
    await put(raw, failedLine('c'));
    const answer = await replayUndelivered(world.services, { dryRun: false });
    expect(answer).toMatchObject({ done: true, objects: { done: 1 }, records: 2, damages: 5 });
    expect(answer.damaged.map(({ object, line }) => [object, line])).toEqual([
      ['undelivered/elsewhere/x', undefined],
      ...[2, 3, 4, 5].map((line) => [malformed, line]),
    ]);
    expect(Object.keys(await contentOf('errors/'))).toHaveLength(1);
    expect(await Array.fromAsync(world.objects.list('undelivered/'))).toEqual([
      'undelivered/elsewhere/x',
      malformed,
    ]);
  });

  it('becomes another object when it is put back again, mended: the batch may have read the first', async () => {
    const staged = 'undelivered/archive/staged/processing-failed/2026/11/23/03/s-1.json.gz';
    await put(staged, `${failedLine('a')}no JSON\n${failedLine('b')}`);
    await replayUndelivered(world.services, { dryRun: false });
    const [first = ''] = await Array.fromAsync(world.objects.list('archive/staged/'));
    const before = await world.objects.get(first);
    await put(staged, failedLine('a') + failedLine('n') + failedLine('b'));
    expect(await replayUndelivered(world.services, { dryRun: false })).toMatchObject({
      records: 3,
      damages: 0,
    });
    expect(await world.objects.get(first)).toEqual(before);
    const all = await Array.fromAsync(world.objects.list('archive/staged/'));
    const contents = all.map(async (key) => gunzipSync((await world.objects.get(key)) ?? '').toString());
    expect((await Promise.all(contents)).toSorted()).toEqual(['a\nb\n', 'a\nn\nb\n']);
  });

  it('is done in slices, past what is damaged', async () => {
    await put(malformed, 'no JSON\n');
    for (const name of ['a', 'b', 'c']) await put(`${raw}${name}`, failedLine(name));
    const over = { ...world.services, settings: { sliceMs: 0, eventsPerSecond: 1 } };
    const answers = [];
    do answers.push(await replayUndelivered(over, { dryRun: false }));
    while (answers.at(-1)?.done !== true && answers.length < 20);
    expect(answers.map(({ objects }) => objects.done)).toEqual([1, 1, 1, 0]);
  });

  it.each<Fault>(['crash-before', 'crash-after', 'failure-before', 'timeout-after-success'])(
    '%s at every single call: all of it is there, once',
    async (fault) => {
      let reached = 0;
      for (let number = 0; ; number++) {
        world = aWorld();
        await fill();
        const lives = livesOf(seededRandom(1), atCall(number, fault));
        const failure: unknown = await replayUndelivered(world.under(facesOf(lives.begin())), {
          dryRun: false,
        }).catch((error: unknown) => error);
        if (lives.injected().counts.size === 0) break;
        reached++;
        expect(failure instanceof Crash || failure instanceof OutOfService).toBe(true);
        expect(await replayUndelivered(world.services, { dryRun: false })).toMatchObject({ done: true });
        expect(await contentOf('')).toEqual(placed);
      }
      expect(reached).toBe(7);
    },
  );
});
