import { describe, expect, it } from 'vitest';
import { wrongArrows } from './arrows.ts';
import { fetchedFrom, unpublishable } from './hygiene.ts';
import { importsOf, parse } from './imports.ts';
import { closedDoors, leftOut, outOfStep, undeclared, type Locked, type Manifest } from './packages.ts';
import { proofsOf, unproven } from './promises.ts';
import { isBuildCode, isCode, isGenerated, isTestCode, read, tree } from './repository.ts';
import { codeLines, findingsOf, isNamedByKind, median, missingHeadings } from './shape.ts';

/** The rules of the design and of the style, over this repository. Each list of faults must be empty; what it holds says what to mend. */
const { files, folders } = tree();
const all: ReadonlySet<string> = new Set(files);
const sources = files.filter((path) => isCode(path)).map((path) => ({ path, source: parse(read(path)) }));
const importers = sources.map(({ path, source }) => ({ path, imports: importsOf(source) }));
const products = sources
  .filter(({ path }) => path.endsWith('.ts') && !isTestCode(path) && !isBuildCode(path) && !isGenerated(path))
  .map(({ path, source }) => ({ path, source, findings: findingsOf(source) }));

const manifests = new Map(
  files
    .filter((path) => /(^|\/)package\.json$/.test(path))
    .map((path) => [path.replace(/\/?package\.json$/, ''), JSON.parse(read(path).text) as Manifest]),
);
const workspaces = new Map([...manifests].map(([folder, { name }]) => [name, folder]));

describe('imports', () => {
  it('follow the arrows of the design', () => {
    expect(importers.length).toBeGreaterThan(100);
    expect(wrongArrows(importers, workspaces)).toEqual([]);
  });

  it('are declared by the workspace that has them', () => {
    expect(undeclared(importers, manifests)).toEqual([]);
  });

  it('come in by doors that are there', () => {
    expect(closedDoors(manifests, all)).toEqual([]);
  });
});

describe('shape', () => {
  it('has no folder named by kind', () => {
    expect(folders.filter(isNamedByKind)).toEqual([]);
  });

  it('keeps files small, and prints sizes and error classes', () => {
    const lines = products.map(({ path, source }) => ({ path, lines: codeLines(source.text) }));
    const lengths = products.flatMap(({ findings }) => findings.functionLines);
    console.log(
      `${products.length} product files: median ${median(lines.map((one) => one.lines))} lines, longest ${Math.max(...lines.map((one) => one.lines))}; ` +
        `${lengths.length} functions with a body: median ${median(lengths)} lines, longest ${Math.max(...lengths)}`,
    );
    const classes = products.flatMap(({ path, findings }) =>
      findings.errorClasses.map((name) => `${name} (${path})`),
    );
    console.log(`error classes: ${classes.join(', ')}`);
    expect(lines.filter((one) => one.lines > 250)).toEqual([]);
  });

  it('compiles JSON Schemas in the generate script alone', () => {
    const places = sources.flatMap(({ path, source }) =>
      findingsOf(source).compilesSchemas.map((line) => `${path}:${line}`),
    );
    expect(places.map((place) => place.replace(/:\d+$/, ''))).toEqual([
      'shared/core/scripts/generate-forms.ts',
    ]);
  });

  const deployables = [
    ...new Set(
      files.flatMap((path) => /^((?:functions|services)\/[^/]+|local)\/package\.json$/.exec(path)?.[1] ?? []),
    ),
  ];

  it.each(deployables)('%s has a README with trigger, input, output, failure and alarm', (folder) => {
    const readme = `${folder}/README.md`;
    expect(files).toContain(readme);
    expect(missingHeadings(read(readme).text)).toEqual([]);
  });
});

describe('what is published', () => {
  it('has a lock file that `npm ci` takes anywhere', () => {
    const { text } = read('package-lock.json');
    const lock = JSON.parse(text) as { readonly packages: Readonly<Record<string, Locked>> };
    expect(fetchedFrom(text)).toEqual([]);
    expect(outOfStep(manifests, lock)).toEqual([]);
    expect(leftOut(lock.packages)).toEqual([]);
  });

  it('holds no path of one machine, no key and no token', () => {
    const texts = files.filter((path) => !/\.(png|jpg|gz|zip|parquet)$/.test(path));
    expect(texts.flatMap((path) => unpublishable(read(path)))).toEqual([]);
  });
});

describe('the README', () => {
  it('begins with how to start and how to test', () => {
    expect(read('README.md').text.split('\n').slice(1, 3)).toEqual([
      'npm ci && npm start',
      'npm ci && npm test',
    ]);
  });

  it('names every setting, and no other', () => {
    const named = (text: string, pattern: RegExp) => [
      ...new Set([...text.matchAll(pattern)].map((match) => match[1])),
    ];
    const settings = named(read('local/src/config.ts').text, /'(SLUICE_[A-Z_]+)'/g);
    expect(named(read('README.md').text, /^\| `(SLUICE_[A-Z_]+)` \|/gm).toSorted()).toEqual(
      settings.toSorted(),
    );
  });
});

describe('promises', () => {
  it('each name tests that are there', () => {
    const proofs = proofsOf(read('docs/architecture.md').text);
    expect(unproven(['P1', 'P2', 'P3', 'P4', 'P5', 'P6'], proofs, all)).toEqual([]);
  });
});
