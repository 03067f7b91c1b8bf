import { Command } from 'commander';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeServer, type Answer } from '../testing.fixture.ts';
import { addLoadCommands } from './load.ts';

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

/** Runs a command of `sluice load` against a server that gives one answer. */
const runLoad = async (args: readonly string[], answer: Answer) => {
  const server = await fakeServer(() => answer);
  cleanUps.push(server.close);
  const stdout = new PassThrough();
  const printed = text(stdout);
  const env = { SLUICE_URL: server.url, AWS_ACCESS_KEY_ID: 'AK', AWS_SECRET_ACCESS_KEY: 'secret' };
  const around = { stdin: new PassThrough(), stdout, stderr: new PassThrough(), env, now: Date.now } as never;
  const program = new Command('sluice').exitOverride();
  addLoadCommands(program, around);
  const failure: unknown = await program.parseAsync(['load', ...args], { from: 'user' }).then(
    () => undefined,
    (error: unknown) => error,
  );
  stdout.end();
  const [asked] = server.asked;
  return {
    failure,
    printed: await printed,
    asked: `${asked?.method ?? ''} ${asked?.target ?? ''} ${asked?.text ?? ''}`.trim(),
  };
};

const aLoad = { load: '7-T-M', metric: 'pumps', state: 'loaded', files: 2, rows: 30, reason: null };

describe('sluice load status', () => {
  it('shows the loads, and fails when one is held up', async () => {
    const loads = [aLoad, { ...aLoad, load: '8-T-M', state: 'failed', reason: 'the file x is missing' }];
    const { failure, printed, asked } = await runLoad(['status', '--tenant', 'a b'], {
      body: { tenants: [{ tenant: 'a b', loads }] },
    });
    expect(asked).toMatch(/^GET \/v1\/ops\/load\?tenant=a%20b$/);
    expect(printed).toMatch(/7-T-M *\| pumps *\| loaded *\| +2 \| +30/);
    expect(printed).toContain('the file x is missing');
    expect(String(failure)).toMatch(/1 load failed or refused/);
  });

  it('is content when none is, and when there are none', async () => {
    expect(await runLoad(['status'], { body: { tenants: [{ tenant: 'a', loads: [aLoad] }] } })).toMatchObject(
      { failure: undefined },
    );
    expect(await runLoad(['status'], { body: { tenants: [] } })).toMatchObject({
      failure: undefined,
      printed: 'there are no loads\n',
    });
  });
});

describe('sluice load plan', () => {
  it('shows statements, files and rows, and the proposal of what is refused', async () => {
    const planned = { ...aLoad, tenant: 'a', bytes: 99, behind: 1 };
    const batches = [{ statements: [{ name: 'merge', sql: 'MERGE INTO t' }] }];
    const { printed, asked } = await runLoad(['plan'], {
      body: {
        loads: [
          { ...planned, refused: null, batches },
          { ...planned, behind: 0, refused: 'split the metric', batches: [] },
        ],
      },
    });
    expect(asked).toBe('GET /v1/ops/load/plan');
    expect(printed).toContain(
      '-- a: pumps, load 7-T-M: 2 files, 30 rows, 99 bytes; 1 load behind it\n-- batch 1: 1 statement\nMERGE INTO t; -- merge\n',
    );
    expect(printed).toContain('-- refused: split the metric');
  });
});

describe('sluice load retry', () => {
  it('asks for one load, and tells which are tried again', async () => {
    const { printed, asked } = await runLoad(['retry', '--load', '7-T-M'], { body: { retried: ['7-T-M'] } });
    expect(asked).toBe('POST /v1/ops/load/retry {"load":"7-T-M"}');
    expect(printed).toBe('7-T-M\n1 load will be tried again\n');
  });

  it('fails for one that is not there, or waits for nobody', async () => {
    const { failure, printed } = await runLoad(['retry', '--load', 'x'], { body: { retried: [] } });
    expect(String(failure)).toContain(
      'no load "x" failed or was refused, so nothing is tried again; sluice load status lists the loads',
    );
    expect(printed).toBe('');
    const all = await runLoad(['retry'], { body: { retried: [] } });
    expect([all.failure, all.printed]).toEqual([undefined, '0 loads will be tried again\n']);
  });

  it('tells why it was refused', async () => {
    const { failure } = await runLoad(['retry'], { status: 403, body: { message: 'no', type: 'Forbidden' } });
    expect(String(failure)).toContain('403');
  });
});
