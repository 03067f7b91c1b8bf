import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hash } from 'node:crypto';
import { join, sep } from 'node:path';
import type { Files } from './query-bundle.ts';

/** The packages of the service's platform, or why they are not to be had here. */
export type Packages = { readonly files: Files } | { readonly missing: string };

/** Of a package only what runs: no maps, types or texts, and none of PostgreSQL's extensions, which the catalogue does not load. */
const isNeeded = (path: string): boolean =>
  !/(\.map|\.d\.[cm]?ts|\.md|\.tar\.gz|[\\/]\.package-lock\.json)$/.test(path) &&
  !/[\\/]\.bin[\\/]/.test(path);

/** @param folder a `node_modules` */
const filesBelow = (folder: string): Files =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter(isNeeded)
      .map((path) => [`node_modules${path.slice(folder.length).replaceAll(sep, '/')}`, readFileSync(path)]),
  );

/** For another machine than this one: that of infra's environment. Scripts of packages never run. */
const platform = ['--os=linux', '--cpu=arm64', '--libc=glibc', '--omit=dev', '--ignore-scripts'];
const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--fetch-retries=1', '--fetch-timeout=20000'];

const install = (folder: string): string | undefined => {
  const { status, stderr, error } = spawnSync('npm', ['install', ...platform, ...quiet], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status === 0) return undefined;
  const said = stderr.split('\n').filter((line) => /^npm (error|ERR!)/.test(line));
  return (
    said.find((line) => !/ code /.test(line)) ?? error?.message ?? `npm ended with ${status ?? 'nothing'}`
  );
};

/**
 * The packages of a package.json, installed once and kept below `cache` for as long as it is the same.
 * @param manifest exact versions, so that the same manifest gives the same files
 */
export const packagesOf = (manifest: string, cache: string): Packages => {
  const kept = join(cache, hash('sha256', manifest, 'hex').slice(0, 16));
  if (!existsSync(kept)) {
    const making = `${kept}.${process.pid}`;
    mkdirSync(making, { recursive: true });
    writeFileSync(join(making, 'package.json'), manifest);
    const missing = install(making);
    if (missing === undefined) renameSync(making, kept);
    else {
      rmSync(making, { recursive: true });
      return { missing };
    }
  }
  return { files: filesBelow(join(kept, 'node_modules')) };
};
