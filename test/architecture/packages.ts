import { builtinModules } from 'node:module';
import { packageOf, workspaceOf, type Importer } from './arrows.ts';
import { isBuildCode, isTestCode } from './repository.ts';

/** The parts of a package.json that matter here. */
export interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string>>;
}

/** Folder of the workspace (`''` is the root) to its manifest. */
export type Manifests = ReadonlyMap<string, Manifest>;

const kinds = ['dependencies', 'devDependencies'] as const;

const isDeclared = (manifest: Manifest | undefined, name: string, withDev: boolean): boolean =>
  name === manifest?.name ||
  manifest?.dependencies?.[name] !== undefined ||
  (withDev && manifest?.devDependencies?.[name] !== undefined);

/** A line for each import of a package that the workspace's package.json does not declare; npm hoists, so it would still be found. */
export const undeclared = (files: readonly Importer[], manifests: Manifests): readonly string[] =>
  files.flatMap(({ path, imports }) => {
    const folder = workspaceOf(path);
    const manifest = manifests.get(folder);
    if (manifest === undefined) return [`${path} belongs to no workspace`];
    // A declaration file's packages are needed by the compiler, not when the product runs.
    const withDev = isTestCode(path) || isBuildCode(path) || /\.d\.[cm]?ts$/.test(path);
    return imports.flatMap(({ specifier, line }) => {
      const name = packageOf(specifier);
      if (name === undefined || builtinModules.includes(name) || isDeclared(manifest, name, withDev))
        return [];
      // Types alone, of the tools that all workspaces share.
      if (withDev && isDeclared(manifests.get(''), `@types/${name}`, true)) return [];
      const where = withDev ? 'dependencies or devDependencies' : 'dependencies';
      return [`${path}:${line} imports ${name}, which is not in the ${where} of ${folder}/package.json`];
    });
  });

/** A line for each workspace whose dependencies differ from what package-lock.json says: `npm ci` refuses such a tree. */
export const outOfStep = (
  manifests: Manifests,
  lock: { readonly packages: Readonly<Record<string, Partial<Manifest>>> },
): readonly string[] =>
  [...manifests].flatMap(([folder, manifest]) =>
    kinds.flatMap((kind) => {
      const [declared, locked] = [manifest[kind] ?? {}, lock.packages[folder]?.[kind] ?? {}];
      const names = new Set([...Object.keys(declared), ...Object.keys(locked)]);
      return [...names]
        .filter((name) => declared[name] !== locked[name])
        .map(
          (name) =>
            `${folder}/package.json has ${name} ${declared[name] ?? '(absent)'}, package-lock.json ${locked[name] ?? '(absent)'}: run npm install`,
        );
    }),
  );

/** The parts of an entry of package-lock.json that matter here. */
export interface Locked extends Partial<Manifest> {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * A line for each package of another platform that the lock file leaves out, as npm does when its registry lacks it: `npm ci` then
 * refuses the whole tree, on every platform.
 */
export const leftOut = (packages: Readonly<Record<string, Locked>>): readonly string[] =>
  Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => packages[`node_modules/${name}`] === undefined)
      .filter((name) => packages[`${path}/node_modules/${name}`] === undefined)
      .map((name) => `${path} may need ${name}, which package-lock.json leaves out`),
  );

/** A line for each door that leads to no file; a star stands for any name. */
export const closedDoors = (manifests: Manifests, files: ReadonlySet<string>): readonly string[] =>
  [...manifests].flatMap(([folder, { exports = {} }]) =>
    Object.entries(exports).flatMap(([door, target]) => {
      const [start = '', end] = `${folder}/${target.slice(2)}`.split('*');
      const isThere =
        end === undefined
          ? files.has(start)
          : [...files].some((path) => path.startsWith(start) && path.endsWith(end));
      return isThere ? [] : [`${folder}/package.json has the door ${door} to ${target}, which is not there`];
    }),
  );
