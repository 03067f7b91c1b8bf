import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { all } from '../testing/synthesized.ts';
import { badStack, claims } from './checkov-claims.fixture.ts';
import { skips } from './checkov-skips.ts';

/** A program and what comes before its arguments. */
type Command = readonly [program: string, ...before: string[]];

interface Ended {
  readonly code: number | string;
  readonly stdout: string;
  readonly text: string;
}

const run = ([program, ...before]: Command, ...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    // It asks its vendor for names and severities of checks unless told not to, and reads a .checkov.yaml of the folder it is in.
    const options = { cwd: tmpdir(), maxBuffer: 64 << 20, env: { ...process.env, LOG_LEVEL: 'ERROR' } };
    execFile(program, [...before, ...args], options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : (error.code ?? 'killed'), stdout, text: stdout + stderr }),
    );
  });

const commands: readonly Command[] = [['checkov'], ['python3', '-m', 'checkov.main']];

const installed = async (): Promise<Command | undefined> => {
  for (const command of commands) if ((await run(command, '--version')).code === 0) return command;
  return undefined;
};

const command = await installed();
if (command === undefined)
  console.log(
    'skipped: no scan by checkov, because neither checkov nor python3 -m checkov.main starts (pip install checkov)',
  );

interface Finding {
  readonly check_id: string;
  readonly check_name: string;
  readonly resource: string;
}
interface Report {
  readonly results: {
    readonly passed_checks: readonly Finding[];
    readonly failed_checks: readonly Finding[];
  };
  readonly summary: { readonly parsing_errors: number };
}

/** It names some resources `aws_s3_bucket.x`, and others `resource.x`. */
const localName = ({ resource }: Finding): string => resource.slice(resource.indexOf('.') + 1);

const folder = mkdtempSync(join(tmpdir(), 'sluice-checkov-'));
afterAll(() => rmSync(folder, { recursive: true }));

const scan = async (json: string): Promise<Report> => {
  writeFileSync(join(folder, 'cdk.tf.json'), json);
  const args = ['-d', folder, '--framework', 'terraform_json', '-o', 'json', '--compact', '--skip-download'];
  const { code, stdout, text } = await run(command ?? ['checkov'], ...args);
  // 0: nothing found, 1: something found. All else is no scan.
  if (code !== 0 && code !== 1) throw new Error(`checkov ended with ${code}:\n${text.slice(-4_000)}`);
  return JSON.parse(stdout) as Report;
};

const isSkipped = (finding: Finding): boolean =>
  skips.some(({ check, of }) => check === finding.check_id && of.test(localName(finding)));

describe.skipIf(command === undefined)('checkov', () => {
  it('finds nothing in the stack of dev but what is skipped for a reason', { timeout: 120_000 }, async () => {
    const { results, summary } = await scan(all.dev.json);
    const { failed_checks: failed, passed_checks: passed } = results;
    expect(summary.parsing_errors).toBe(0);
    const left = failed.filter((one) => !isSkipped(one));
    expect(left.map((one) => `${localName(one)}: ${one.check_id} ${one.check_name}`)).toEqual([]);

    const unused = skips.filter(
      ({ check, of }) => !failed.some((one) => one.check_id === check && of.test(localName(one))),
    );
    expect(unused.map(({ check, of }) => `${check} of ${of.source} matches nothing: take it out`)).toEqual(
      [],
    );

    const ids = new Set(passed.map(({ check_id: id }) => id));
    expect(claims.filter((id) => !ids.has(id))).toEqual([]);
    const others = [...ids].filter((id) => !claims.includes(id)).toSorted();
    console.log(
      `checkov: ${passed.length} passed, ${failed.length} skipped for ${skips.length} reasons; passed and not claimed: ${others.join(', ')}`,
    );
  });

  it('fails each check that we claim, on a stack that is bad', { timeout: 120_000 }, async () => {
    const { results } = await scan(JSON.stringify(badStack));
    const failed = new Set(results.failed_checks.map(({ check_id: id }) => id));
    expect(claims.filter((id) => !failed.has(id))).toEqual([]);
  });
});

describe('the list of skips', () => {
  it('says of each why, and names resources', () => {
    for (const { check, of, reason } of skips) {
      expect(reason.split(' ').length, check).toBeGreaterThan(8);
      expect(of.source, check).toMatch(/^\^\w/);
    }
    const keys = skips.map(({ check, of }) => `${check} ${of.source}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
