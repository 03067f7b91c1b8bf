/** The arrows of the design: who may import whom. Pure, so that the tests can try it on files that do not exist. */
import { posix } from 'node:path';
import type { Import } from './imports.ts';
import { isBuildCode, isTestCode } from './repository.ts';

/** A file and what it imports. */
export interface Importer {
  readonly path: string;
  readonly imports: readonly Import[];
}

/** Package name to folder, of all workspaces. */
export type Workspaces = ReadonlyMap<string, string>;

type Layer =
  | 'core'
  | 'aws'
  | 'embedded'
  | 'testing'
  | 'function'
  | 'job'
  | 'service'
  | 'local'
  | 'cli'
  | 'infra'
  | 'tool'
  | 'test'
  | 'root';

/** Layers a product's file may import from, besides its own workspace and npm packages. */
const arrows: Readonly<Record<Layer, readonly Layer[]>> = {
  core: [],
  aws: ['core'],
  embedded: ['core'],
  testing: ['core'],
  function: ['core'],
  job: ['core'],
  service: ['core'],
  cli: ['core'],
  local: ['core', 'embedded', 'function', 'job', 'service'],
  infra: ['core'],
  tool: ['core'],
  test: ['core', 'aws', 'embedded', 'testing', 'function', 'job', 'service', 'local', 'cli', 'infra', 'tool'],
  root: [],
};

/** What test code may import on top: fakes, factories and contracts, and the real stores of one machine. */
const onTopForTests: readonly Layer[] = ['core', 'testing', 'embedded'];

const layers: Readonly<Record<string, Layer>> = {
  'shared/core': 'core',
  'shared/aws': 'aws',
  'shared/embedded': 'embedded',
  'shared/testing': 'testing',
  functions: 'function',
  jobs: 'job',
  services: 'service',
  local: 'local',
  cli: 'cli',
  infra: 'infra',
  build: 'tool',
  'plan-guard': 'tool',
  cost: 'tool',
  test: 'test',
};

const layerOf = (path: string): Layer | undefined => {
  const [first = '', second = ''] = path.split('/');
  if (!path.includes('/')) return 'root';
  return layers[first] ?? layers[`${first}/${second}`];
};

/** The workspace's folder: two segments for those in `shared/`, `functions/`, `jobs/` and `services/`, else one. */
export const workspaceOf = (path: string): string => {
  const [first = '', second = ''] = path.split('/');
  if (!path.includes('/')) return '';
  return ['shared', 'functions', 'jobs', 'services'].includes(first) ? `${first}/${second}` : first;
};

/** `@scope/name` or `name` of a specifier; undefined for a path and for what Node brings. */
export const packageOf = (specifier: string): string | undefined => {
  if (/^[./]/.test(specifier) || specifier.startsWith('node:')) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
};

/** No part of a product: tests, and scripts that generate or measure. */
const isTool = (path: string): boolean => isTestCode(path) || isBuildCode(path);

/** Where Node reaches out of the process: not from core, which is handed what it needs. */
const outside = /^node:(fs|net|http|https|http2|tls|dgram|dns|child_process|worker_threads|cluster|os)\b/;

const infraOnly = /^(cdktf|cdktn|constructs|@cdktf\/.*|@cdktn\/.*)$/;

const faultOfExternal = (path: string, layer: Layer, specifier: string): string | undefined => {
  const name = packageOf(specifier) ?? '';
  if (infraOnly.test(name) && layer !== 'infra') return 'only infra imports it';
  if (name.startsWith('@aws-sdk/') && layer !== 'aws' && layer !== 'test')
    return 'only shared/aws imports it';
  const mayReachOut = layer !== 'core' || isTool(path);
  return !mayReachOut && outside.test(specifier)
    ? 'core does no input and output: take a port from the caller'
    : undefined;
};

/** `shared/aws` is made where a deployable is put together, and nowhere else. */
const isEntry = (path: string): boolean => /\/(handler|calls-handler|main)\.ts$/.test(path);

const faultOfInternal = (path: string, from: Layer, specifier: string, to: string): string | undefined => {
  const layer = layerOf(`${to}/`);
  if (layer === undefined) return `${to} is in no layer of the design`;
  if (workspaceOf(path) === to) return undefined;
  if (isTool(path) && onTopForTests.includes(layer)) return undefined;
  if (from === 'infra' && layer === 'core' && specifier !== '@sluice/core/layout')
    return 'infra imports @sluice/core/layout only';
  if (layer === 'aws' && ['function', 'job', 'service'].includes(from))
    return isEntry(path) ? undefined : 'only a handler.ts or a main.ts imports shared/aws';
  if (from === 'function' && layer === 'function') return 'a function never imports another function';
  if (arrows[from].includes(layer)) return undefined;
  return `${from} may import ${['its own workspace', ...arrows[from]].join(', ')}`;
};

const faultOf = (path: string, specifier: string, workspaces: Workspaces): string | undefined => {
  const from = layerOf(path);
  if (from === undefined) return 'the importing file is in no layer of the design';
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier);
    if (target.startsWith('..') || workspaceOf(target) !== workspaceOf(path))
      return 'a path must not leave its workspace: import a door of the package';
    return isTestCode(target) && !isTool(path) ? 'no product imports test code' : undefined;
  }
  const to = workspaces.get(packageOf(specifier) ?? '');
  return to === undefined
    ? faultOfExternal(path, from, specifier)
    : faultOfInternal(path, from, specifier, to);
};

/** A line for each import that points the wrong way, with the reason. */
export const wrongArrows = (files: readonly Importer[], workspaces: Workspaces): readonly string[] =>
  files.flatMap(({ path, imports }) =>
    imports.flatMap(({ specifier, line }) => {
      const fault = faultOf(path, specifier, workspaces);
      return fault === undefined ? [] : [`${path}:${line} imports ${specifier}: ${fault}`];
    }),
  );
