import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addressesOf, all, environments, type Synthesized } from './testing/synthesized.ts';

/**
 * The way out of CDKTF (docs/adr/0015-cdktf.md): the stacks of today, rendered by its community fork, have the same addresses, so a switch destroys nothing. The
 * packages are half a gigabyte, and so are no dependency: SLUICE_CDKTN_MODULES names a `node_modules` that has them, or SLUICE_CDKTN=1 installs
 * them into a temporary folder.
 */
const packages = ['cdktn@0.24.0', '@cdktn/provider-aws@25.7.0', 'constructs@10.7.2'];
const given = process.env['SLUICE_CDKTN_MODULES'] ?? '';
const isInstalling = given === '' && process.env['SLUICE_CDKTN'] === '1';

const missing = (): string | undefined => {
  if (isInstalling) return undefined;
  if (given === '') return 'neither SLUICE_CDKTN=1 nor SLUICE_CDKTN_MODULES is set';
  return existsSync(join(given, 'cdktn')) ? undefined : 'the folder of SLUICE_CDKTN_MODULES has no cdktn';
};
const reason = missing();
if (reason !== undefined) console.log(`skipped: no rendering by cdktn, because ${reason}`);

const run = promisify(execFile);
const infra = dirname(import.meta.dirname);

const installed = async (folder: string): Promise<string> => {
  if (!isInstalling) return given;
  const into = join(folder, 'installed');
  mkdirSync(into);
  writeFileSync(join(into, 'package.json'), '{"private":true}');
  await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...packages], { cwd: into });
  return join(into, 'node_modules');
};

/** All that a switch has to change. */
const switched = (text: string): string =>
  text.replaceAll('@cdktf/provider-aws/', '@cdktn/provider-aws/').replaceAll("'cdktf'", "'cdktn'");

/** A copy of `infra/` that imports the fork. */
const copyWith = (folder: string, modules: string): string => {
  const copy = join(folder, 'infra');
  cpSync(infra, copy, {
    recursive: true,
    filter: (path) => !/node_modules|cdktf\.out|\.test\.ts$/.test(path.slice(infra.length)),
  });
  for (const name of readdirSync(copy, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.ts'))
      writeFileSync(join(copy, name), switched(readFileSync(join(copy, name), 'utf8')));
  mkdirSync(join(folder, 'node_modules', '@sluice'), { recursive: true });
  for (const name of ['cdktn', '@cdktn', 'constructs'])
    symlinkSync(realpathSync(join(modules, name)), join(folder, 'node_modules', name));
  symlinkSync(join(infra, '..', 'shared', 'core'), join(folder, 'node_modules', '@sluice', 'core'));
  return copy;
};

/** `hashicorp/aws 6.66.0` */
const providerOf = ({ json }: Pick<Synthesized, 'json'>): string => {
  const stack = JSON.parse(json) as {
    terraform: { required_providers: { aws: { source: string; version: string } } };
  };
  const { source, version } = stack.terraform.required_providers.aws;
  return `${source} ${version}`;
};

type Rendering = Pick<Synthesized, 'json' | 'resource' | 'declared'>;

const rendered = async (copy: string): Promise<Readonly<Record<string, Rendering>>> => {
  const program = `import { all } from './src/testing/synthesized.ts'; process.stdout.write(JSON.stringify(all));`;
  const args = ['--input-type=module', '--eval', program];
  const { stdout } = await run(process.execPath, args, { cwd: copy, maxBuffer: 64 << 20 });
  return JSON.parse(stdout) as Record<string, Rendering>;
};

describe.skipIf(reason !== undefined)('the stacks, rendered by cdktn', () => {
  it('have the same addresses, and the same text, in all environments', { timeout: 600_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-cdktn-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const copy = copyWith(folder, await installed(folder));
    const text = readFileSync(join(copy, 'src', 'pipeline-stack.ts'), 'utf8');
    expect(text).toContain("'cdktn'");
    expect(text).not.toMatch(/['"@]cdktf['"/]/);

    const theirs = await rendered(copy);
    for (const environment of environments) {
      const [ours, other] = [all[environment], theirs[environment]];
      if (other === undefined) throw new Error(`cdktn rendered no ${environment}`);
      expect(addressesOf(other)).toEqual(addressesOf(ours));
      expect(other.declared).toBe(ours.declared);
      const differing = Object.entries(ours.resource).flatMap(([type, named]) =>
        Object.keys(named)
          .filter((name) => JSON.stringify(named[name]) !== JSON.stringify(other.resource[type]?.[name]))
          .map((name) => `${type}.${name}`),
      );
      expect(differing).toEqual([]);
      // It is the fork that wrote it: the pin of its provider, which is all that differs.
      expect(providerOf(other)).not.toBe(providerOf(ours));
      console.log(
        `cdktn: the ${addressesOf(other).length} resources of ${environment} are the same, address and text; the provider is ${providerOf(other)}, ours ${providerOf(ours)}`,
      );
    }
  });
});
