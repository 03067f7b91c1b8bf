import { fold, matchName } from './names.ts';
import type { Node } from './tree.ts';

/** Where a column's value comes from: a column of the engine's table, a sent name in the map of unknown fields, or that map with more entries. */
export type Source =
  | { readonly column: string }
  | { readonly unknown: string }
  | { readonly unknownWith: readonly { readonly name: string; readonly column: string }[] };

export interface ShownColumn {
  readonly name: string;
  readonly source: Source;
}

/** A table of the tenant as statements see it. */
export interface EngineTable {
  readonly key: string;
  /** Its name inside the engine; no text of a user ever becomes one. */
  readonly engineName: string;
  /** What `SELECT *` shows, in order. */
  readonly columns: readonly ShownColumn[];
  /** Shown when named; they win over unknown fields. */
  readonly hidden: readonly ShownColumn[];
  /** Sent names of fields nobody declared. */
  readonly unknown: ReadonlySet<string>;
}

/** Milliseconds, both ends included. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export const always: TimeRange = { from: -Infinity, to: Infinity };

/** One mention of a table in FROM. */
export interface Base {
  readonly table: EngineTable;
  readonly node: Node;
  /** The columns that are there only because they were named. */
  readonly exposed: Map<string, Source>;
  range: TimeRange;
}

/** Something in FROM. */
export interface Relation {
  readonly name: string;
  readonly schema: string;
  readonly columns: readonly string[];
  /** It may have columns that are not listed: the engine decides. */
  readonly open: boolean;
  readonly base?: Base;
}

export interface Scope {
  readonly relations: Relation[];
  /** Names given in the select list. */
  readonly aliases: Set<string>;
  /** Parameters of lambdas. */
  readonly locals: ReadonlySet<string>;
  readonly parent: Scope | undefined;
}

export const scopeIn = (parent: Scope | undefined, locals: readonly string[] = []): Scope => ({
  relations: [],
  aliases: new Set(),
  locals: new Set(locals),
  parent,
});

export type Lookup = { readonly name: string } | { readonly ambiguous: readonly string[] } | undefined;

/** The hidden and unknown columns of a relation that are not shown yet. */
const offers = (relation: Relation): Map<string, Source> => {
  const { base } = relation;
  const found = new Map<string, Source>();
  if (base === undefined) return found;
  for (const name of base.table.unknown) found.set(name, { unknown: name });
  for (const column of base.table.hidden) found.set(column.name, column.source);
  return found;
};

const expose = (relations: readonly Relation[], name: string): boolean => {
  let done = false;
  for (const relation of relations) {
    const source = offers(relation).get(name);
    if (relation.base === undefined || source === undefined || relation.columns.includes(name)) continue;
    relation.base.exposed.set(name, source);
    done = true;
  }
  return done;
};

/** Finds a column among relations: shown ones first, exactly; then what can be exposed, exactly; then both without regard to case. */
export const findColumn = (
  relations: readonly Relation[],
  name: string,
  quoted: boolean,
  names: Iterable<string> = [],
): Lookup => {
  const shown = new Set<string>(names);
  for (const relation of relations) for (const column of relation.columns) shown.add(column);
  if (shown.has(name) || expose(relations, name)) return { name };
  if (quoted) return undefined;
  const match = matchName(name, false, shown);
  if (match !== 'none') return 'found' in match ? { name: match.found } : match;
  return findUnshown(relations, name);
};

const findUnshown = (relations: readonly Relation[], name: string): Lookup => {
  const hidden = relations.flatMap((relation) => relation.base?.table.hidden ?? []);
  const known = hidden.find((column) => fold(column.name) === fold(name));
  if (known !== undefined) {
    expose(relations, known.name);
    return { name: known.name };
  }
  const match = matchName(
    name,
    false,
    relations.flatMap((relation) => [...(relation.base?.table.unknown ?? [])]),
  );
  if (match === 'none') return undefined;
  if (!('found' in match)) return match;
  expose(relations, match.found);
  return { name: match.found };
};

/** Finds an unqualified column, from the innermost scope outwards. */
export const lookUp = (scope: Scope, name: string, quoted: boolean): Lookup => {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const found = findColumn(at.relations, name, quoted, [...at.locals, ...at.aliases]);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** The relation of this name, innermost first. */
export const relationOf = (scope: Scope, name: string, quoted: boolean): Relation | undefined => {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const match = matchName(
      name,
      quoted,
      at.relations.map((relation) => relation.name),
    );
    if (match === 'none' || !('found' in match)) continue;
    return at.relations.find((relation) => relation.name === match.found);
  }
  return undefined;
};

/** True when some relation in reach may have columns that only the engine knows. */
export const isOpen = (scope: Scope): boolean => {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent)
    if (at.relations.some((relation) => relation.open)) return true;
  return false;
};
