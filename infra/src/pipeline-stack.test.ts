import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionVariables, isTableName, weekOf } from '@sluice/core/layout';
import { afterAll, describe, expect, it } from 'vitest';
import { alarmKinds, runbookOf } from './alarms.ts';
import { readWeek } from './committed-week.ts';
import { makeApp } from './synth.ts';
import {
  addressesOf,
  all,
  environments,
  ofType,
  synthesize,
  testArtifact,
  testWeek,
} from './testing/synthesized.ts';

/** Addresses that one environment has and another has not, each with its reason. Empty: they differ in numbers alone. */
const mayDiffer: readonly string[] = [];

describe('addresses', () => {
  it.each(environments)(
    'of %s are those of the snapshot: a change of it destroys and makes anew, unless moved',
    async (environment) => {
      const text = `${addressesOf(all[environment]).join('\n')}\n`;
      await expect(text).toMatchFileSnapshot(`addresses/${environment}.txt`);
    },
  );

  it('are the same in all environments', () => {
    const [first, ...others] = environments.map((environment) =>
      addressesOf(all[environment]).filter((address) => !mayDiffer.includes(address)),
    );
    for (const other of others) expect(other).toEqual(first);
  });

  it.each(environments)('lose nothing: %s renders as many resources as it declares', (environment) => {
    expect(addressesOf(all[environment])).toHaveLength(all[environment].declared);
    expect(all[environment].declared).toBeGreaterThan(200);
  });

  it('hold no environment, region or account', () => {
    const words = ['sluice', '123456789012', 'us-east-1', '_dev_', '_prod_'];
    for (const address of addressesOf(all.dev)) for (const word of words) expect(address).not.toContain(word);
  });
});

describe('functions', () => {
  it('are all there, and no other', () => {
    const names = ofType(all.dev, 'aws_lambda_function').map(([, { function_name: name }]) => name);
    expect(names.toSorted()).toEqual(
      Object.keys(functionVariables)
        .map((name) => `sluice-dev-${name}`)
        .toSorted(),
    );
  });

  it.each(Object.entries(functionVariables))(
    'give %s exactly the variables that it reads',
    (name, variables) => {
      const found = ofType(all.dev, 'aws_lambda_function').find(
        ([, { function_name: called }]) => called === `sluice-dev-${name}`,
      );
      const { variables: given } = found?.[1]['environment'] as { variables: Record<string, string> };
      expect(Object.keys(given).toSorted()).toEqual([...variables].toSorted());
      for (const value of Object.values(given))
        expect(value).toMatch(/^([\w:./-]+|\$\{aws_\w+\.[\w-]+\.\w+\})$/);
    },
  );

  it('change by one attribute when their code changes', () => {
    const lines = (hash: string) => all.dev.json.replaceAll('hash of validate', hash).split('\n');
    const [before, after] = [lines('one'), lines('two')];
    expect(before.filter((line, index) => line !== after[index])).toHaveLength(1);
  });
});

describe('weeks', () => {
  const tables = (week: string) =>
    ofType(synthesize('dev', {}, week), 'aws_dynamodb_table').map(([, { name }]) => String(name));

  it('have a table from one before the retention to two ahead', () => {
    const weeks = tables('2026-w01').filter((name) => /-w\d+$/.test(name));
    expect(weeks).toHaveLength(8 + 1 + 1 + 2);
    expect(weeks.toSorted().at(0)).toBe('sluice-dev-near-line-2025-w44');
    expect(weeks.toSorted().at(-1)).toBe('sluice-dev-near-line-2026-w03');
    for (const name of weeks) expect(isTableName(name.replace('sluice-dev-near-line-', ''))).toBe(true);
  });

  it('rolled by one show one table more and one fewer, and nothing else', () => {
    const [before, after] = ['2026-w47', '2026-w48'].map((week) => synthesize('dev', {}, week));
    if (before === undefined || after === undefined) throw new Error('no stacks');
    const [old, young] = [addressesOf(before), addressesOf(after)];
    const gone = old.filter((address) => !young.includes(address));
    const made = young.filter((address) => !old.includes(address));
    expect([gone.length, made.length]).toEqual([1, 1]);
    expect(gone[0]).toContain('near-line_2026-w38');
    expect(made[0]).toContain('near-line_2026-w50');
    const rest = ({ resource }: typeof before): unknown => ({
      ...resource,
      aws_dynamodb_table: ofType({ ...before, resource }, 'aws_dynamodb_table').filter(
        ([name]) => !/2026-w(38|50)/.test(name),
      ),
    });
    expect(rest(after)).toEqual(rest(before));
  });

  it('are named by no role, variable or alarm', () => {
    for (const [type, named] of Object.entries(all.dev.resource))
      for (const [name, attributes] of Object.entries(named))
        if (type !== 'aws_dynamodb_table')
          expect(`${name} ${JSON.stringify(attributes)}`).not.toMatch(/\d{4}-w\d\d/);
  });

  it('are committed: the file holds one', () => {
    expect(isTableName(readWeek())).toBe(true);
    expect(readWeek()).toBe(
      weekOf(Date.parse(`${readWeek().slice(0, 4)}-01-04`) + (Number(readWeek().slice(6)) - 1) * 604_800_000),
    );
  });
});

describe('the code of a function', () => {
  it('that changes shows as one changed resource, in one attribute', () => {
    const changed: typeof testArtifact = (scope, name) => ({
      ...testArtifact(scope, name),
      ...(name === 'store' ? { sourceCodeHash: 'another hash' } : {}),
    });
    const lines = (json: string): readonly string[] => json.split('\n');
    const [before, after] = [synthesize('dev'), synthesize('dev', {}, testWeek, changed)].map(({ json }) =>
      lines(json),
    );
    const differing = before?.filter((line, i) => line !== after?.[i]);
    expect(after).toHaveLength(before?.length ?? -1);
    expect(differing).toEqual([expect.stringContaining('"source_code_hash": "hash of store"')]);
  });
});

describe('alarms', () => {
  it('ring the topic, and say what they mean and which runbook to open', () => {
    const alarms = ofType(all.dev, 'aws_cloudwatch_metric_alarm');
    expect(alarms.length).toBeGreaterThan(40);
    const kinds = Object.entries(alarmKinds);
    for (const [name, { alarm_description: text, alarm_actions: actions }] of alarms) {
      const kind = kinds.find(([one]) => String(text).endsWith(`${one}.md`));
      expect(text, name).toBe(`${kind?.[1] ?? ''} Runbook: docs/runbooks/${kind?.[0] ?? ''}.md`);
      expect(actions, name).toHaveLength(1);
    }
  });

  it('ring as the list of the runbooks says', () => {
    const list = readFileSync(join(import.meta.dirname, '../../docs/runbooks/README.md'), 'utf8');
    const rows = new Map(
      [...list.matchAll(/^\| `([a-z-]+)` \|(.*)\|$/gm)].map(([, kind, row]) => [kind, row]),
    );
    expect([...rows.keys()].toSorted()).toEqual(Object.keys(alarmKinds).toSorted());
    for (const [name, alarm] of ofType(all.prod, 'aws_cloudwatch_metric_alarm')) {
      const kind = /runbooks\/([a-z-]+)\.md$/.exec(String(alarm['alarm_description']))?.[1];
      const minutes = `${String(alarm['datapoints_to_alarm'])} of ${String(alarm['evaluation_periods'])}`;
      expect(rows.get(kind)?.split('|').at(-1), `${name} (${minutes})`).toContain(minutes);
    }
  });

  it('are of every kind, or are a notice or the budget', () => {
    const texts = ofType(all.dev, 'aws_cloudwatch_metric_alarm').map(
      ([, { alarm_description: text }]) => text,
    );
    const missing = Object.keys(alarmKinds)
      .filter((kind): kind is keyof typeof alarmKinds => kind in alarmKinds)
      .filter((kind) => !texts.some((text) => String(text).endsWith(runbookOf(kind))));
    expect(missing).toEqual(['budget-exceeded', 'our-errors', 'customer-errors']);
  });
});

describe('synth', () => {
  const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'sluice-synth-')));
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

  it('writes the same bytes twice, in two folders', () => {
    const written = folders.map((outdir) => {
      makeApp({ outdir, week: testWeek, artifact: testArtifact }).synth();
      const files = readdirSync(outdir, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.json'),
      );
      return files.toSorted().map((name) => [name, readFileSync(join(outdir, name), 'utf8')]);
    });
    expect(written[0]).toHaveLength(4);
    expect(written[0]).toEqual(written[1]);
    for (const folder of folders) expect(JSON.stringify(written)).not.toContain(folder);
  });
});
