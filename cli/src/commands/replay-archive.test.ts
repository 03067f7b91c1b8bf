import { afterEach, describe, expect, it } from 'vitest';
import { fakeServer, runCli, type Answer } from '../testing.fixture.ts';

let close: () => void = () => undefined;
afterEach(() => {
  close();
});

/** Gives the answers in turn, the last one ever after. */
const serve = async (...answers: readonly Answer[]) => {
  const left = [...answers];
  const server = await fakeServer(() => (left.length > 1 ? left.shift() : left[0]) ?? {});
  close = server.close;
  return server;
};
const bodies = (asked: readonly { readonly text: string }[]): unknown[] =>
  asked.map(({ text }): unknown => JSON.parse(text));

const slice = (done: number, more: Readonly<Record<string, unknown>> = {}) => ({
  body: {
    id: 'R',
    done: done === 4,
    objects: { done, total: 4 },
    bytes: { done: done * 1_000_000, total: 4_000_000 },
    records: done * 10,
    events: done * 1_000,
    damaged: [],
    damages: 0,
    ...more,
  },
});
const hour = ['--from', '2026-11-23T03:00Z', '--to', '2026-11-23T04:00Z'];
const raw = ['replay', '--stage', 'raw', ...hour];

describe('sluice replay --stage', () => {
  it('asks for slice after slice until it is done, begins again once, and tells numbers', async () => {
    const server = await serve(slice(1), slice(3), slice(4));
    const more = [
      '--tenant',
      'a',
      '--into',
      'other-raw',
      '--rate',
      '500',
      '--late',
      '2',
      '--id',
      'x',
      '--restart',
    ];
    const { code, out } = await runCli(server.url, [...raw, ...more]);
    expect(code).toBe(0);
    const body = {
      stage: 'raw', from: hour[1], to: hour[3], tenant: 'a', into: 'other-raw', rate: 500, late: 2, id: 'x', dryRun: false,
    }; // prettier-ignore
    expect(bodies(server.asked)).toEqual([{ ...body, restart: true }, body, body]);
    expect(out).toMatch(
      /^replayed 4,000 events in 40 records onto other-raw, from 4 objects of 4\.0 MB \([\d.]+ s, [\d,]+ events\/s\)\n$/,
    );
  });

  it('of a dry run looks anew, and says that it only counted', async () => {
    const server = await serve(slice(4));
    const { code, out } = await runCli(server.url, [...raw, '--dry-run']);
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^would replay 4,000 events in 40 records onto the raw stream/),
    ]);
    expect(bodies(server.asked)).toMatchObject([{ dryRun: true, restart: true }]);
  });

  it('says so when it was done before', async () => {
    const server = await serve(slice(4, { wasDone: true }));
    expect((await runCli(server.url, raw)).out).toContain('(was done before; --restart begins it again)');
  });

  it('asks again when a store was away, and gives up with the reason', async () => {
    const away = { status: 503, body: { type: 'Service Unavailable', message: 'the stream is full' } };
    const server = await serve(away, slice(1), away, away, slice(4));
    expect(await runCli(server.url, raw)).toMatchObject({
      code: 0,
      waits: [expect.any(Number), expect.any(Number), expect.any(Number)] as unknown[],
    });
    close();
    const down = await serve(away);
    const { code, err, waits } = await runCli(down.url, raw);
    expect([code, waits.length, down.asked.length]).toEqual([1, 5, 6]);
    expect(err).toContain('the stream is full');
  });

  it('tells what is damaged, by object and line, and fails', async () => {
    const damaged = [
      { object: 'archive/raw/a.json.gz', reason: 'it ends within a member' },
      { object: 'archive/raw/b.json.gz', line: 7, reason: 'it is no raw line' },
    ];
    const server = await serve(slice(4, { damaged, damages: 3 }));
    const { code, out, err } = await runCli(server.url, raw);
    expect(code).toBe(1);
    expect(out).toContain(
      'not replayed: archive/raw/a.json.gz: it ends within a member\nnot replayed: archive/raw/b.json.gz, line 7: it is no raw line\n',
    );
    expect(err).toBe('sluice: 3 places could not be read and were left out\n');
  });

  it('puts back what was not delivered, and adds the slices up', async () => {
    const part = (done: boolean) => ({
      body: { done, objects: { done: 2 }, records: 5, damaged: [], damages: 0 },
    });
    const server = await serve(part(false), part(true));
    const { code, out } = await runCli(server.url, ['replay', '--stage', 'errors']);
    expect([code, out]).toEqual([0, 'put 10 records of 4 objects back\n']);
    expect(bodies(server.asked)).toEqual([
      { stage: 'errors', dryRun: false },
      { stage: 'errors', dryRun: false },
    ]);
  });

  it('stops between slices, and can go on', async () => {
    const stop = new AbortController();
    stop.abort();
    const server = await serve(slice(1));
    const { code, err } = await runCli(server.url, raw, { stopped: stop.signal });
    expect([code, err]).toEqual([
      1,
      'sluice: stopped; the same command goes on from here, without --restart\n',
    ]);
    expect(server.asked).toHaveLength(1);
  });

  it.each([
    [['replay'], 'say what to replay: --stage raw, staged or errors, or the command on-failure'],
    [['replay', '--stage', 'lake'], "option '--stage <name>' argument 'lake' is invalid"],
    [['replay', '--stage', 'raw', '--from', '2026-11-23'], 'needs --from and --to, times of receipt'],
    [[...raw, '--rate', '0'], 'whole number from 1'],
    [[...raw, '--late', 'soon'], 'whole number from 0'],
  ])('%j is refused, and nothing asked', async (args, message) => {
    const server = await serve({});
    const { code, err } = await runCli(server.url, args);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(server.asked).toEqual([]);
  });
});
