import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  fakeServer,
  runCli,
  temporaryFolder,
  verdicts,
  type Answer,
  type Asked,
} from '../testing.fixture.ts';

interface Event {
  readonly i: number;
  readonly s?: string;
}

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

const serve = async (answer: (asked: Asked) => Answer | Promise<Answer>) => {
  const server = await fakeServer(answer);
  cleanUps.push(server.close);
  return server;
};

const fileOf = (text: string, name = 'events.ndjson'): string => {
  const folder = temporaryFolder();
  cleanUps.push(folder.remove);
  const path = join(folder.path, name);
  writeFileSync(path, text);
  return path;
};

const rows = (count: number, from = 0): string =>
  Array.from({ length: count }, (_, i) => `{"i":${from + i}}\n`).join('');

const accept = ({ text }: Asked): Answer => verdicts(text, () => 'accepted');
const events = (asked: readonly Asked[]): number[] =>
  asked.flatMap(({ text }) => (JSON.parse(text) as Event[]).map(({ i }) => i));
const ascending = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('sluice send', () => {
  it('sends every event once, signed, in full requests side by side', async () => {
    let underWay = 0;
    let most = 0;
    const server = await serve(async (asked) => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 5));
      underWay--;
      return accept(asked);
    });
    const file = fileOf(rows(1234));
    const { code, out } = await runCli(server.url, ['send', file, '--batch', '100', '--concurrency', '3']);
    expect(code).toBe(0);
    expect(out).toContain('1,234 events sent: 1,234 accepted, 0 accepted with warnings, 0 rejected (');
    expect(ascending(events(server.asked))).toEqual(upTo(1234));
    expect(server.asked).toHaveLength(13);
    expect(most).toBe(3);
    expect(server.asked[0]?.target).toBe('/v1/stream/events');
    expect(server.asked[0]?.headers.authorization).toContain('Credential=KEY/');
    expect(existsSync(`${file}.sluice-progress`)).toBe(false);
  });

  it('counts verdicts, tells the first reasons with their lines, and fails when something is not stored', async () => {
    const server = await serve(({ text }) =>
      verdicts(text, (event) => {
        const { i } = event as Event;
        if (i % 10 === 3) return 'rejected';
        return i % 10 === 4 ? 'accepted-with-warning' : 'accepted';
      }),
    );
    const file = fileOf(`${rows(20)}{bad}\n{"a":1,"a":2}\n${rows(1, 20)}`);
    const { code, out, err } = await runCli(server.url, ['send', file, '--batch', '7']);
    expect(code).toBe(1);
    expect(out).toContain(
      '21 events sent: 17 accepted, 2 accepted with warnings, 2 rejected; 2 rows not sent',
    );
    expect(out).toContain('Code-rejected: why rejected (2 times, first in line 4)');
    expect(out).toContain('Code-accepted-with-warning: why accepted-with-warning (2 times, first in line 5)');
    expect(out).toMatch(/it is not JSON as it can be sent: .* at byte 1 \(line 21\)/);
    expect(out).toMatch(/\(line 22\)/);
    expect(err).toBe(`sluice: 4 rows of ${file} are not stored\n`);
  });

  it('waits for the quota as long as the server says, and for outages longer each time', async () => {
    const answers: Answer[] = [
      { status: 429, headers: { 'retry-after': '2' }, body: { type: 'Too Many Requests', message: 'over' } },
      { status: 503, headers: { 'retry-after': '1' } },
      { status: 503 },
      { hangUp: true },
    ];
    const server = await serve((asked) => answers.shift() ?? accept(asked));
    const { code, waits } = await runCli(server.url, ['send', fileOf(rows(5))]);
    expect(code).toBe(0);
    expect(waits[0]).toBe(2000);
    expect(waits[1]).toBe(1000);
    expect(waits.slice(2)).toEqual([1500, 3000]);
    expect(server.asked).toHaveLength(5);
  });

  it('sends again only the events that are to be sent again', async () => {
    let first = true;
    const server = await serve(({ text }) => {
      const wasFirst = first;
      first = false;
      return verdicts(text, (event) => (wasFirst && (event as Event).i % 2 === 1 ? 'retry' : 'accepted'));
    });
    const { code, out } = await runCli(server.url, ['send', fileOf(rows(6))]);
    expect(code).toBe(0);
    expect(out).toContain('6 accepted');
    expect(events(server.asked)).toEqual([0, 1, 2, 3, 4, 5, 1, 3, 5]);
  });

  it('gives up on a server that stays away, and says so', async () => {
    const server = await serve(() => ({
      status: 503,
      body: { type: 'Service Unavailable', message: 'full' },
    }));
    const { code, err } = await runCli(server.url, ['send', fileOf(rows(2))]);
    expect(code).toBe(1);
    expect(err).toContain('sluice: gave up on rows from line 1 to 2 after 12 attempts: full (503');
  });

  it('goes on where a send was interrupted, with the counts of before', async () => {
    let broken = true;
    const server = await serve((asked) => {
      const has500 = (JSON.parse(asked.text) as Event[]).some(({ i }) => i === 500);
      return broken && has500 ? { status: 403, body: { type: 'Forbidden', message: 'no' } } : accept(asked);
    });
    const file = fileOf(`{bad}\n${rows(1000)}`);
    const first = await runCli(server.url, ['send', file, '--batch', '50']);
    expect(first.code).toBe(1);
    expect(first.err).toContain('were refused: no (403 Forbidden, key KEY');
    const progress = JSON.parse(readFileSync(`${file}.sluice-progress`, 'utf8')) as { rows: number };
    expect(progress.rows).toBeGreaterThanOrEqual(451);
    expect(progress.rows).toBeLessThanOrEqual(501);

    broken = false;
    server.asked.length = 0;
    const second = await runCli(server.url, ['send', file, '--batch', '50']);
    expect(second.err).toContain(`going on after ${progress.rows} rows`);
    expect(second.out).toContain(
      '1,000 events sent: 1,000 accepted, 0 accepted with warnings, 0 rejected; 1 row not sent',
    );
    expect(second.code).toBe(1);
    expect(ascending(events(server.asked))).toEqual(upTo(1000).slice(progress.rows - 1));
    expect(existsSync(`${file}.sluice-progress`)).toBe(false);
  });

  const interrupted = async (name: string, text: string) => {
    let count = 0;
    const server = await serve((asked) => (++count > 2 ? { status: 403 } : accept(asked)));
    const file = fileOf(text, name);
    await runCli(server.url, ['send', file, '--batch', '10', '--concurrency', '1']);
    const healthy = await serve(accept);
    return { file, healthy };
  };

  it('resumes a file that has grown, of any format', async () => {
    const { file, healthy } = await interrupted('events.ndjson', rows(40));
    writeFileSync(file, rows(60));
    await runCli(healthy.url, ['send', file]);
    expect(events(healthy.asked)).toEqual(upTo(60).slice(20));
    const csv = await interrupted(
      'events.csv',
      `i,s\n${upTo(40)
        .map((i) => `${i},x\n`)
        .join('')}`,
    );
    await runCli(csv.healthy.url, ['send', csv.file]);
    expect(events(csv.healthy.asked).map(Number)).toEqual(upTo(40).slice(20));
  });

  it('does not resume a file that has changed, another key or another metric; --restart sends all', async () => {
    const { file, healthy } = await interrupted('events.ndjson', rows(40));
    const other = await runCli(healthy.url, ['send', file], { env: { AWS_ACCESS_KEY_ID: 'OTHER' } });
    expect(other).toMatchObject({ code: 1 });
    expect(other.err).toContain('interrupted send with the key KEY, this one is OTHER');
    const metric = await runCli(healthy.url, ['send', file, '--metric', 'm']);
    expect(metric.err).toContain('without --metric');
    writeFileSync(file, rows(40, 1));
    const changed = await runCli(healthy.url, ['send', file]);
    expect(changed.err).toContain('its first 20 rows have changed');
    writeFileSync(file, rows(5));
    expect((await runCli(healthy.url, ['send', file])).err).toContain('have changed');
    expect(healthy.asked).toHaveLength(0);
    expect((await runCli(healthy.url, ['send', file, '--restart'])).code).toBe(0);
    expect(events(healthy.asked)).toEqual(upTo(5));
  });

  it('keeps what was acknowledged when it is stopped', async () => {
    const stopping = new AbortController();
    let count = 0;
    const server = await serve((asked) => {
      if (++count === 3) stopping.abort();
      return accept(asked);
    });
    const file = fileOf(rows(10_000));
    const { code, err } = await runCli(server.url, ['send', file, '--batch', '10', '--concurrency', '1'], {
      stopped: stopping.signal,
    });
    expect(code).toBe(1);
    expect(err).toContain('sluice: stopped; the same command goes on from here');
    const progress = JSON.parse(readFileSync(`${file}.sluice-progress`, 'utf8')) as { rows: number };
    expect(progress.rows).toBe(30);
  });

  it('sends all the same where no progress can be kept', async () => {
    const server = await serve(accept);
    const file = fileOf(rows(10));
    mkdirSync(`${file}.sluice-progress.new`);
    const { code, err } = await runCli(server.url, ['send', file]);
    expect(code).toBe(0);
    expect(err).toContain('cannot write');
  });

  it('reads standard input, names the metric, and compresses nothing on the way to its own machine', async () => {
    const server = await serve(accept);
    const { code, out } = await runCli(server.url, ['send', '-', '--metric', 'm', '--json'], {
      stdin: '[{"i":1},{"i":2,"metrictype":"own"}]',
    });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ accepted: 2, warnings: 0, rejected: 0, unreadable: 0 });
    expect(server.asked[0]?.text).toBe('[{"metrictype":"m","i":1},\n{"i":2,"metrictype":"own"}]');
    expect(server.asked[0]?.headers['content-encoding']).toBeUndefined();
  });

  it('compresses what goes to another machine', async () => {
    const server = await serve(accept);
    const { code } = await runCli(server.url.replace('127.0.0.1', '0.0.0.0'), ['send', fileOf(rows(3))]);
    expect(code).toBe(0);
    expect(server.asked[0]?.headers['content-encoding']).toBe('gzip');
    expect(events(server.asked)).toEqual([0, 1, 2]);
  });

  it('keeps requests below the limit of bytes', async () => {
    const server = await serve(accept);
    const big = `{"i":1,"s":"${'x'.repeat(900_000)}"}\n`.repeat(12);
    const { code } = await runCli(server.url, ['send', fileOf(big)]);
    expect(code).toBe(0);
    expect(server.asked.map(({ text }) => text.length).every((length) => length < 5_000_000)).toBe(true);
    expect(events(server.asked)).toHaveLength(12);
  });

  it('is used wrongly with exit code 2', async () => {
    const server = await serve(accept);
    for (const args of [['send'], ['send', 'x', '--batch', '501'], ['send', 'x', '--input', 'xml'], ['sned']])
      expect(await runCli(server.url, args)).toMatchObject({ code: 2, out: '' });
    expect((await runCli(server.url, ['send', 'x', '--batch', '0'])).err).toBe(
      "sluice: option '--batch <n>' argument '0' is invalid. It takes a whole number from 1 to 500.\n",
    );
  });
});
