import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const folder = join(root, '.github/workflows');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const workflows = readdirSync(folder).map(
  (name) => [name, readFileSync(join(folder, name), 'utf8')] as const,
);

const all = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '');

describe.each(workflows)('the workflow %s', (_, text) => {
  it('calls scripts that are in package.json', () => {
    const called = all(text, /npm run (?:--silent )?([\w:-]+)/g);
    expect(called.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it('names files that are there', () => {
    const named = all(text, /((?:infra|plan-guard|cost|docs)\/[\w./-]+\.(?:ts|json|md))/g);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('pins each action to a commit, with its version beside it', () => {
    const uses = all(text, /^\s*(?:- )?uses: (.*)$/gm);
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((one) => !/^[\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(one))).toEqual([]);
  });

  it('gives no right at the top but to read, and never all', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n\S/m);
    expect(text).not.toMatch(/write-all|read-all/);
  });

  it('has no stored key of AWS', () => {
    expect(text).not.toMatch(/aws-access-key-id|aws-secret-access-key|AWS_SECRET|secrets\.AWS/i);
  });

  it('takes nothing that others write into a script: titles, branches, labels come as variables', () => {
    const inScripts = [...text.matchAll(/run: (?:\|\n(?:(?: {10,}.*)?\n)+|.*\n)/g)].map(([script]) => script);
    expect(inScripts.length).toBeGreaterThan(0);
    expect(inScripts.filter((script) => script.includes('${{'))).toEqual([]);
  });

  it('ends by itself, and has no tabs', () => {
    expect(all(text, /^( {4}runs-on:)/gm)).toHaveLength(all(text, /^( {4}timeout-minutes:)/gm).length);
    expect(text).not.toContain('\t');
  });
});

const textOf = (name: string): string => workflows.find(([one]) => one === name)?.[1] ?? '';

describe('the workflows', () => {
  it('are check, plan, apply and roll-week', () => {
    expect(workflows.map(([name]) => name)).toEqual(['apply.yml', 'check.yml', 'plan.yml', 'roll-week.yml']);
  });

  it('apply only behind the approval of an environment, by a token of the run', () => {
    const [, apply = ''] = textOf('apply.yml').split(/^ {2}apply:$/m);
    expect(apply).toMatch(/^ {4}environment: /m);
    expect(apply).toMatch(/^ {6}id-token: write$/m);
    expect(textOf('plan.yml')).not.toContain('terraform -chdir="$STACK" apply');
  });

  it('guard every plan before it is applied', () => {
    const apply = textOf('apply.yml');
    expect(apply.lastIndexOf('plan-guard')).toBeLessThan(apply.lastIndexOf('apply -input=false'));
    expect(textOf('plan.yml')).toContain('plan-guard');
  });

  it('give rights to write to where something is written alone', () => {
    const writes = workflows.map(([name, text]) => [name, all(text, /^ {6}([\w-]+): write$/gm)]);
    expect(Object.fromEntries(writes)).toEqual({
      'apply.yml': ['id-token', 'id-token'],
      'check.yml': [],
      'plan.yml': ['id-token', 'pull-requests'],
      'roll-week.yml': ['contents', 'pull-requests'],
    });
  });
});
