import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { OutOfService } from '@sluice/core/failure';
import type { EventStream, PutOutcome } from '@sluice/core/ports';
import { aTenantId, anId } from '@sluice/testing/factories/directory';
import {
  aWorld, anHourOf, archiveIn, from, hourMs, linesIn, linesOn, once, rawLines, stagedLines, toEnd, type World,
} from './testing/world.ts'; // prettier-ignore

let world: World;
beforeEach(() => {
  world = aWorld();
});

const archived = (at: number, name: string, ...members: (string | Uint8Array)[]) =>
  archiveIn(world.objects, 'raw', at, name, ...members);

describe('a replay of the raw archive', () => {
  it('puts the records of the range onto the raw stream as they were, and nothing else', async () => {
    const tenant = aTenantId();
    const recordId = anId();
    const [first, last] = [rawLines({ tenant, recordId }), rawLines({ receivedAt: from + hourMs - 1 })];
    const before = rawLines({ receivedAt: from - 1 });
    const after = rawLines({ receivedAt: from + hourMs });
    await archived(from, 'a', first, before);
    await archived(from + hourMs, 'b', after, last);
    expect(await toEnd(world.services, anHourOf())).toMatchObject({
      done: true,
      objects: { done: 2, total: 2 },
      records: 2,
      events: 4,
      damaged: [],
    });
    expect(linesOn(world.streams.raw)).toEqual(linesIn(first, last));
    expect(world.streams.raw.records[0]).toMatchObject({
      partitionKey: `${tenant}${recordId}`,
      tally: { tenant, recordId, receivedAt: from, events: 2 },
    });
  });

  it('finds what was gathered with older records, and what was archived late, as far as asked', async () => {
    const early = rawLines();
    const late = rawLines();
    await archived(from - hourMs, 'a', rawLines({ receivedAt: from - 9 }), early);
    await archived(from + 24 * hourMs, 'b', late);
    await archived(from + 25 * hourMs, 'c', rawLines());
    await archived(from - 2 * hourMs, 'd', rawLines());
    await toEnd(world.services, anHourOf({ lateHours: 1 }));
    expect(linesOn(world.streams.raw)).toEqual(linesIn(early));
    expect(await toEnd(world.services, anHourOf())).toMatchObject({ objects: { total: 2 }, records: 2 });
    expect(linesOn(world.streams.raw)).toEqual(linesIn(early, late));
  });

  it('keeps the lines of a record together, of several in one member too', async () => {
    const [mine, other] = [aTenantId(), aTenantId()];
    const ours = rawLines({ tenant: mine });
    await archived(from, 'a', rawLines({ tenant: other }) + ours, ours);
    await toEnd(world.services, anHourOf({ tenant: mine }));
    expect(linesOn(world.streams.raw)).toEqual(linesIn(ours));
    expect(world.streams.raw.records.map(({ tally }) => tally?.events)).toEqual([2, 2]);
  });

  it('of nothing is done at once, and a second time does nothing until it is to begin again', async () => {
    expect(await once(world.services, anHourOf())).toMatchObject({
      done: true,
      wasDone: false,
      objects: { total: 0 },
    });
    await archived(from, 'a', rawLines());
    expect(await once(world.services, anHourOf())).toMatchObject({ done: true, wasDone: true, records: 0 });
    expect(await once(world.services, anHourOf(), { restart: true })).toMatchObject({
      done: true,
      records: 1,
    });
    expect(await Array.fromAsync(world.services.state.rows(`replay/${(await once(world.services, anHourOf())).id}`)))
      .toHaveLength(1); // prettier-ignore
  });

  it('does not feed on what it puts', async () => {
    const to = world.now() - 1;
    const line = rawLines({ receivedAt: to - 1 });
    const key = await archived(to, 'a', line);
    const archiving: EventStream = {
      put: async (records) => {
        const body = (await world.objects.get(key)) ?? Buffer.of();
        await world.objects.put(key, Buffer.concat([body, ...records.map(({ data }) => data)]));
        await archived(
          world.now(),
          `z${world.streams.raw.records.length}`,
          ...records.map(({ data }) => data),
        );
        return world.streams.raw.put(records);
      },
    };
    const target = () => ({ stream: archiving, capacity: { spare: () => Promise.resolve(1_000) } });
    const answer = await toEnd({ ...world.services, target }, anHourOf({ to }));
    expect(answer).toMatchObject({ done: true, objects: { done: 1, total: 1 }, records: 1, damaged: [] });
  });

  it('in a dry run only counts', async () => {
    await archived(from, 'a', rawLines({ events: 3 }));
    expect(await once(world.services, anHourOf({ dryRun: true }))).toMatchObject({
      done: true,
      records: 1,
      events: 3,
    });
    expect(world.streams.raw.records).toEqual([]);
    expect(await once(world.services, anHourOf())).toMatchObject({ records: 1 });
    expect(world.streams.raw.records).toHaveLength(1);
  });

  it('goes into the stream of another environment, with progress of its own', async () => {
    await archived(from, 'a', rawLines());
    await toEnd(world.services, anHourOf());
    await toEnd(world.services, anHourOf({ into: 'other' }));
    expect(linesOn(world.streams.other)).toEqual(linesOn(world.streams.raw));
  });

  it('refuses an id under which another replay was begun', async () => {
    await archived(from, 'a', rawLines());
    await once(world.services, anHourOf(), { id: 'mine' });
    await expect(once(world.services, anHourOf({ to: from + 5 }), { id: 'mine' })).rejects.toThrow(
      'another id',
    );
    expect(
      await once(world.services, anHourOf({ to: from + 5 }), { id: 'mine', restart: true }),
    ).toMatchObject({ id: 'mine', done: true });
  });
});

describe('a replay of the staged archive', () => {
  it('puts the lines of the range and the tenant, and a member that is wanted whole as it was', async () => {
    const tenant = aTenantId();
    const [ours, theirs] = [stagedLines({ tenant }), stagedLines()];
    const late = stagedLines({ tenant, receivedAt: from + hourMs });
    const whole = gzipSync(ours, { level: 9 });
    await archiveIn(world.objects, 'staged', from, 'a', whole, theirs, ours + late);
    const answer = await toEnd(world.services, anHourOf({ stage: 'staged', tenant }));
    expect(answer).toMatchObject({ done: true, records: 2, events: 4, damaged: [] });
    expect(linesOn(world.streams.staged)).toEqual(linesIn(ours));
    const [first] = world.streams.staged.records;
    expect(Buffer.from(first?.data ?? [])).toEqual(whole);
    expect(first?.partitionKey.startsWith(tenant)).toBe(true);
    expect(first?.tally).toBeUndefined();
    expect(world.streams.raw.records).toEqual([]);
  });
});

describe('what is damaged', () => {
  it('is told by object and line, and the rest goes on', async () => {
    const [a, b, c, d] = [rawLines(), rawLines(), rawLines(), rawLines()];
    const torn = gzipSync(rawLines()).subarray(0, 60);
    const cut = await archived(from, 'a', a, torn);
    const middle = await archived(from, 'b', torn, Buffer.from('rubbish'), b);
    const lines = await archived(
      from,
      'c',
      `${c}not JSON\n`,
      Buffer.from(gzipSync(Buffer.from('fffe0a', 'hex'))),
    );
    const gone = await archived(from, 'd', rawLines());
    await archived(from, 'e', d);
    const listing = { ...world.services.archive };
    const read: typeof listing.read = (key, at) => {
      if (key === gone) void world.objects.delete(gone);
      return listing.read(key, at);
    };
    const answer = await toEnd({ ...world.services, archive: { ...listing, read } }, anHourOf());
    expect(linesOn(world.streams.raw)).toEqual(linesIn(a, b, c, d));
    expect(answer).toMatchObject({ done: true, objects: { done: 5, total: 5 }, damages: 5 });
    expect(answer.damaged).toEqual([
      { object: cut, reason: expect.stringContaining('ends within the gzip member at byte') as string },
      { object: middle, reason: expect.stringContaining('are no gzip member') as string },
      { object: lines, line: 3, reason: 'it is no raw line: not JSON' },
      { object: lines, line: 4, reason: 'the line is not UTF-8' },
      { object: gone, reason: expect.stringContaining('not there any more') as string },
    ]);
    // The ledger of accepted events is told what it was told before.
    expect(world.streams.raw.records.map(({ tally }) => tally?.events)).toEqual([2, 2, 3, 2]);
  });

  it('is counted beyond what can be told', async () => {
    const bad = Array.from({ length: 400 }, () => `${'x'.repeat(999)}\n`).join('');
    await archived(from, 'a', bad + rawLines());
    const answer = await toEnd(world.services, anHourOf());
    expect(answer.damaged).toHaveLength(150);
    expect(answer).toMatchObject({ damages: 400, records: 1, done: true });
  });

  it('is not that an object being appended to ends within a member, nor what came to it later', async () => {
    const line = rawLines();
    const key = await archived(from, 'a', line, gzipSync('half').subarray(0, 12));
    const archive = { ...world.services.archive };
    const list: typeof archive.list = async function* (prefix) {
      for await (const one of archive.list(prefix)) yield { ...one, isOpen: true };
    };
    expect(await toEnd({ ...world.services, archive: { ...archive, list } }, anHourOf())).toMatchObject({
      records: 1,
      damages: 0,
      done: true,
    });
    expect(key).toContain('/a.');
  });

  it('is an object that became smaller', async () => {
    const key = await archived(from, 'a', rawLines(), rawLines());
    const short = gzipSync(rawLines());
    const archive = { ...world.services.archive };
    const read: typeof archive.read = async function* () {
      yield short;
    };
    const answer = await toEnd({ ...world.services, archive: { ...archive, read } }, anHourOf());
    expect(answer).toMatchObject({
      records: 1,
      damaged: [{ object: key, reason: expect.stringContaining('and had') as string }],
    });
  });
});

/** A stream that answers from a list of outcomes first, for each record of a put. */
const answering = (failures: readonly (PutOutcome & { ok: false })[][]): EventStream => {
  const left = [...failures];
  return {
    put: async (records) => {
      const now = left.shift() ?? [];
      const taken = await world.streams.raw.put(records.filter((_, i) => now[i] === undefined));
      const rest = [...taken];
      return records.map(
        (_, i) =>
          now[i] ?? rest.shift() ?? { ok: false, failure: { class: 'ours', code: 'x', message: 'x' } },
      );
    },
  };
};
const throttled = {
  ok: false,
  failure: { class: 'retryable', code: 'Throttled', message: 'too much' },
} as const;
const refused = {
  ok: false,
  failure: { class: 'ours', code: 'RecordTooLarge', message: 'too large' },
} as const;

describe('the rate', () => {
  const targetOf = (stream: EventStream, spare = 1_000_000) => ({
    ...world.services,
    target: () => ({ stream, capacity: { spare: () => Promise.resolve(spare) } }),
  });

  it('is bounded by events a second, over slices', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await archived(from, name, rawLines({ events: 100 }));
    const begun = world.now();
    const answers = [];
    do answers.push(await once(world.services, anHourOf(), { rate: 5 }));
    while (answers.at(-1)?.done !== true && answers.length < 50);
    // Three pauses of 20 s between four records of 100 events, in slices of 10 s.
    expect(world.now() - begun).toBe(60_000);
    expect(answers.length).toBeGreaterThanOrEqual(6);
    expect(linesOn(world.streams.raw)).toHaveLength(400);
    expect(world.streams.raw.records).toHaveLength(4);
  });

  it('is bounded by what the stream can spare, in records', async () => {
    for (const name of ['a', 'b', 'c']) await archived(from, name, rawLines());
    const begun = world.now();
    await toEnd(targetOf(world.streams.raw, 0.2), anHourOf());
    expect(world.now() - begun).toBe(2_000);
    await toEnd(targetOf(world.streams.raw, 4), anHourOf(), { restart: true });
    expect(world.now() - begun).toBe(2_500);
  });

  it('backs off when the stream throttles, and puts only what was not taken again', async () => {
    await archived(from, 'a', rawLines(), rawLines(), rawLines());
    const stream = answering([[throttled, throttled], [throttled]]);
    const answer = await toEnd(targetOf(stream), anHourOf());
    expect(answer).toMatchObject({ done: true, records: 3, damages: 0 });
    expect(world.streams.raw.records).toHaveLength(3);
    expect(world.waits.slice(0, 2)).toEqual([100, 200]);
  });

  it('tells of a stream that takes nothing, and goes on from there', async () => {
    await archived(from, 'a', rawLines(), rawLines());
    const stream = answering(Array.from({ length: 10 }, () => [throttled]));
    await expect(once(targetOf(stream), anHourOf())).rejects.toThrow(OutOfService);
    expect(await once(world.services, anHourOf())).toMatchObject({ done: true, records: 2 });
    expect(linesOn(world.streams.raw)).toHaveLength(4);
  });

  it('tells of a record that the stream can never take, and goes on', async () => {
    const key = await archived(from, 'a', rawLines(), rawLines());
    expect(await toEnd(targetOf(answering([[refused]])), anHourOf())).toMatchObject({
      done: true,
      records: 1,
      damaged: [{ object: key, reason: expect.stringContaining('was refused: too large') as string }],
    });
  });
});
