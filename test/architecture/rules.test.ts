import { describe, expect, it } from 'vitest';
import { wrongArrows, type Workspaces } from './arrows.ts';
import { fetchedFrom, unpublishable } from './hygiene.ts';
import { importsOf, parse } from './imports.ts';
import { closedDoors, leftOut, outOfStep, undeclared, type Manifests } from './packages.ts';
import { proofsOf, unproven } from './promises.ts';
import { codeLines, findingsOf, isNamedByKind, missingHeadings } from './shape.ts';

/** The rules themselves, tried on files that do not exist: a check that cannot fail proves nothing. */
const workspaces: Workspaces = new Map([
  ['@sluice/core', 'shared/core'],
  ['@sluice/aws', 'shared/aws'],
  ['@sluice/embedded', 'shared/embedded'],
  ['@sluice/testing', 'shared/testing'],
  ['@sluice/store', 'functions/store'],
  ['@sluice/ingest', 'functions/ingest'],
  ['@sluice/query', 'services/query'],
  ['@sluice/local', 'local'],
]);

const importing = (path: string, ...specifiers: string[]) => ({
  path,
  imports: specifiers.map((specifier, i) => ({ specifier, line: i + 1 })),
});

const faults = (path: string, specifier: string) => wrongArrows([importing(path, specifier)], workspaces);

describe('reading imports', () => {
  it('finds every form, and none in comments and strings', () => {
    const text = [
      "import { a } from './a.ts';",
      "import type { B } from '@sluice/b';",
      "export * from './c.ts';",
      "type D = import('./d.ts').D;",
      "const e = await import('e');",
      "const f = require('f');",
      "new Worker(new URL('g.ts', import.meta.url));",
      "import './h.ts';",
      "// import './comment.ts'",
      "const text = `import './string.ts'`;",
      "new URL('./page', 'http://host');",
    ].join('\n');
    expect(
      importsOf(parse({ path: 'x.ts', text })).map(({ specifier, line }) => `${line} ${specifier}`),
    ).toEqual(['1 ./a.ts', '2 @sluice/b', '3 ./c.ts', '4 ./d.ts', '5 e', '6 f', '7 ./g.ts', '8 ./h.ts']);
  });
});

describe('arrows', () => {
  it.each([
    ['functions/store/src/store.ts', '@sluice/core/stream'],
    ['functions/store/src/store.ts', './group.ts'],
    ['functions/store/src/store.test.ts', '@sluice/testing/memory/chunk-store'],
    ['functions/store/src/handler.ts', '@sluice/aws/kinesis'],
    ['shared/embedded/src/a.ts', '@sluice/core/ports'],
    ['shared/core/src/a.ts', 'node:crypto'],
    ['shared/core/scripts/generate.ts', 'node:fs'],
    ['local/src/start.ts', '@sluice/ingest'],
    ['local/src/start.ts', '@sluice/query'],
    ['local/src/start.ts', '@sluice/embedded/stream'],
    ['infra/src/main.ts', 'cdktf'],
    ['infra/src/main.ts', '@sluice/core/layout'],
    ['test/pipeline/a.test.ts', '@sluice/local'],
    ['vitest.config.ts', 'vitest/config'],
  ])('%s may import %s', (path, specifier) => {
    expect(faults(path, specifier)).toEqual([]);
  });

  it.each([
    ['functions/store/src/store.ts', '@sluice/embedded/stream', 'function may import'],
    ['functions/store/src/store.ts', '@sluice/ingest', 'never imports another function'],
    ['functions/store/src/store.test.ts', '@sluice/ingest', 'never imports another function'],
    ['functions/store/src/store.ts', '../../ingest/src/pack.ts', 'must not leave its workspace'],
    ['functions/store/src/store.ts', '@sluice/testing/memory/directory', 'function may import'],
    ['functions/store/src/store.ts', './store.fixture.ts', 'no product imports test code'],
    ['functions/store/src/store.ts', '@sluice/aws/kinesis', 'only a handler.ts or a main.ts'],
    ['functions/store/src/store.ts', '@aws-sdk/client-kinesis', 'only shared/aws'],
    ['functions/store/src/store.ts', 'cdktf', 'only infra'],
    ['local/src/start.ts', '@cdktf/provider-aws/lib/kinesis-stream/index.js', 'only infra'],
    ['local/src/start.ts', '@sluice/aws/kinesis', 'local may import'],
    ['services/query/src/a.ts', '@sluice/local', 'service may import'],
    ['services/query/src/a.ts', '@sluice/store', 'service may import'],
    ['shared/core/src/a.ts', '@sluice/embedded/stream', 'core may import'],
    ['shared/core/src/a.ts', 'node:fs/promises', 'no input and output'],
    ['shared/core/src/a.ts', 'node:http', 'no input and output'],
    ['shared/embedded/src/a.ts', '@sluice/store', 'embedded may import'],
    ['shared/embedded/src/a.ts', '@sluice/testing/factories/chunks', 'embedded may import'],
    ['cli/src/main.ts', '@sluice/embedded/directory', 'cli may import'],
    ['infra/src/main.ts', '@sluice/core/ports', '@sluice/core/layout only'],
    ['infra/src/main.ts', '@sluice/store', 'infra may import'],
    ['new-layer/src/a.ts', '@sluice/core/ports', 'no layer of the design'],
  ])('%s may not import %s', (path, specifier, reason) => {
    const [line, ...more] = faults(path, specifier);
    expect(line).toContain(`${path}:1 imports ${specifier}`);
    expect(line).toContain(reason);
    expect(more).toEqual([]);
  });
});

describe('packages', () => {
  const manifests: Manifests = new Map([
    [
      'functions/store',
      {
        name: '@sluice/store',
        dependencies: { '@sluice/core': '*' },
        devDependencies: { vitest: '^5.0.0' },
        exports: { '.': './src/index.ts', './memory/*': './src/memory/*.ts' },
      },
    ],
  ]);

  it('names what is imported and not declared', () => {
    const lines = undeclared(
      [
        importing('functions/store/src/a.ts', '@sluice/core/ports', 'node:zlib', './b.ts', 'lmdb', 'vitest'),
        importing('functions/store/src/a.test.ts', 'vitest', 'fast-check'),
      ],
      manifests,
    );
    expect(lines.map((line) => line.replace(/, which.*/, ''))).toEqual([
      'functions/store/src/a.ts:4 imports lmdb',
      'functions/store/src/a.ts:5 imports vitest',
      'functions/store/src/a.test.ts:2 imports fast-check',
    ]);
  });

  it('names what the lock file has otherwise', () => {
    const same = { packages: { 'functions/store': manifests.get('functions/store') ?? {} } };
    expect(outOfStep(manifests, same)).toEqual([]);
    const other = {
      packages: { 'functions/store': { dependencies: { '@sluice/core': '*', ulid: '^3.0.0' } } },
    };
    expect(outOfStep(manifests, other)).toHaveLength(2);
  });

  it('names packages of other platforms that the lock file leaves out', () => {
    const turbo = { optionalDependencies: { '@turbo/linux-64': '2.0.0', '@turbo/darwin-64': '2.0.0' } };
    const packages = { 'node_modules/turbo': turbo, 'node_modules/@turbo/linux-64': {} };
    expect(leftOut(packages)).toEqual([
      'node_modules/turbo may need @turbo/darwin-64, which package-lock.json leaves out',
    ]);
  });

  it('names a door that leads nowhere', () => {
    expect(
      closedDoors(manifests, new Set(['index', 'memory/a'].map((name) => `functions/store/src/${name}.ts`))),
    ).toEqual([]);
    expect(closedDoors(manifests, new Set(['functions/store/src/memory.ts']))).toHaveLength(2);
  });
});

describe('shape', () => {
  it('counts lines of code, not of comment', () => {
    expect(codeLines('// a\n/** b\n * c\n */\nconst d = 1;\n\nconst e = 2; // f\n')).toBe(2);
  });

  it('finds schemas compiled at run time, error classes, and the length of functions', () => {
    const text = [
      "const text = 'new Ajv()';",
      'const validate = new Ajv().compile({});',
      'class Lost extends Error {}',
      'class Kept extends Base {}',
      'const f = () => {',
      '  return 1;',
      '};',
    ].join('\n');
    const found = findingsOf(parse({ path: 'x.ts', text }));
    expect(found).toEqual({ functionLines: [3], compilesSchemas: [2], errorClasses: ['Lost'] });
  });

  it('knows folders named by kind', () => {
    const folders = [
      'services',
      'services/query',
      'functions/store/src/services',
      'shared/core/src/utils',
      'cli/helpers',
    ];
    expect(folders.filter(isNamedByKind)).toEqual(folders.slice(2));
  });

  it('names the headings a README lacks', () => {
    expect(missingHeadings('# store\n\n## Trigger\n\n## Input\n\n## Output\n\n### Failure\n')).toEqual([
      'Alarm',
    ]);
  });
});

describe('hygiene', () => {
  const inFile = (text: string) => unpublishable({ path: 'x', text: `first line\n${text}` });
  /** Put together here, so that this file does not hold what it looks for. */
  const joined = (...parts: string[]) => parts.join('');

  it.each([
    joined('see /', 'home/anna/sluice'),
    joined('"/', 'Users/anna"'),
    joined('cwd: /', 'work/main'),
    joined('/', 'tmp/x'),
    joined('-----BEGIN EC PRIVATE', ' KEY-----'),
    joined('AKIA', 'A1B2C3D4E5F6G7H8'),
    joined('gh', 'p_', 'a'.repeat(36)),
    joined('MII', 'A'.repeat(300)),
  ])('refuses %s', (text) => {
    expect(inFile(text)).toHaveLength(1);
    expect(inFile(text)[0]).toMatch(/^x:2 holds /);
  });

  it.each([
    'src/work/queue.ts',
    'AKIAIOSFODNN7EXAMPLE',
    '/usr/bin/env node',
    'os.tmpdir()',
    'https://docs.example.com/home/anna',
  ])('takes %s', (text) => {
    expect(inFile(text)).toEqual([]);
  });

  it('finds where a lock file was fetched from', () => {
    const address = joined('"resolved": "htt', 'ps://registry.example/x.tgz"');
    expect(fetchedFrom(`{\n${address},\n"resolved": "shared/core"\n}`)).toEqual([`${address},`]);
  });
});

describe('promises', () => {
  const table = [
    '| promise | test |',
    '| --- | --- |',
    '| P1 Durable | `test/a.test.ts`, `b/c.test.ts` |',
    '| P2 | by hand |',
  ].join('\n');

  it('reads the table', () => {
    expect(proofsOf(table)).toEqual([
      { promise: 'P1', tests: ['test/a.test.ts', 'b/c.test.ts'] },
      { promise: 'P2', tests: [] },
    ]);
  });

  it('names a promise without a test, and a test that is gone', () => {
    expect(unproven(['P1', 'P2', 'P3'], proofsOf(table), new Set(['test/a.test.ts']))).toEqual([
      'P1 names b/c.test.ts, which is not there',
      'P2 names no test',
      'P3 names no test',
    ]);
  });
});
