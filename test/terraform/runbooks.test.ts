import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'docs/runbooks');
const runbooks = readdirSync(folder)
  .filter((name) => name !== 'README.md')
  .map((name) => name.replace('.md', ''));

/** Keys of the table of alarms: it is read as text, because tests do not load the tool that infra is written with. */
const kinds = (): readonly string[] => {
  const [, table = ''] =
    /alarmKinds = \{\n([\s\S]*?)\n\} as const/.exec(
      readFileSync(join(root, 'infra/src/alarms.ts'), 'utf8'),
    ) ?? [];
  return [...table.matchAll(/^ {2}'?([\w-]+)'?:/gm)].map((match) => match[1] ?? '');
};

/** What an operator of one machine meets too, and no alarm of AWS tells yet. */
const withoutAlarm: readonly string[] = [];

describe('runbooks', () => {
  it('are there for each kind of alarm, and for no other', () => {
    expect(kinds().length).toBeGreaterThan(5);
    expect(runbooks.toSorted()).toEqual([...kinds(), ...withoutAlarm].toSorted());
  });

  it.each(runbooks)('%s says impact, first look, mend and verify', (name) => {
    const text = readFileSync(join(folder, `${name}.md`), 'utf8');
    const sections = text.split(/^## /m).slice(1);
    expect(sections.map((one) => one.split('\n')[0])).toEqual(['Impact', 'First look', 'Mend', 'Verify']);
    for (const section of sections) expect(section.split('\n').slice(1).join('').length).toBeGreaterThan(20);
  });

  it.each([
    ...runbooks.map((name) => `docs/runbooks/${name}.md`),
    'docs/deploy.md',
    'docs/runbooks/README.md',
    'docs/adr/0015-cdktf.md',
    'docs/adr/0016-query-service-on-beanstalk.md',
  ])('%s has no link to what is not there', (path) => {
    const text = readFileSync(join(root, path), 'utf8');
    const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? '');
    expect(links.filter((link) => !existsSync(join(root, dirname(path), link)))).toEqual([]);
  });
});
