import { fold } from './names.ts';
import { isList, isNode, textOf, type Json, type Node } from './tree.ts';

/**
 * DuckDB takes `A` and `a` for one name, even in quotes. Names of a statement that differ only in case get other names inside the engine;
 * the names of the result are turned back. Without such twins nothing is renamed.
 */
export interface Renaming {
  /** The name to use inside the engine. */
  readonly encode: (name: string) => string;
  /** The name that a column of the result has for the user. */
  readonly decode: (name: string) => string;
}

const listKeys = ['column_names', 'column_name_alias', 'using_columns', 'aliases', 'exclude_list'];
const nameKeys = ['alias', 'relation_name', 'table', 'column'];

const visit = (value: Json, onName: (owner: Node, key: string, names: readonly string[]) => void): void => {
  if (isList(value)) {
    for (const entry of value) visit(entry, onName);
    return;
  }
  if (!isNode(value)) return;
  for (const [key, entry] of Object.entries(value)) {
    if (listKeys.includes(key) && isList(entry) && entry.every((one) => typeof one === 'string'))
      onName(value, key, entry);
    else if (nameKeys.includes(key) && typeof entry === 'string') onName(value, key, [entry]);
    else if (key === 'replace_list' || key === 'rename_list') visitRenames(entry, onName);
    visit(entry, onName);
  }
};

const visitRenames = (
  list: Json,
  onName: (owner: Node, key: string, names: readonly string[]) => void,
): void => {
  for (const entry of isList(list) ? list.filter(isNode) : [])
    for (const key of ['key', 'value'])
      if (typeof entry[key] === 'string') onName(entry, key, [textOf(entry, key)]);
};

/** The renaming for a resolved tree and the further names that its tables will show. */
export const renamingFor = (tree: Json, further: Iterable<string>): Renaming => {
  const spellings = new Map<string, Set<string>>();
  const add = (name: string) => {
    const folded = fold(name);
    spellings.set(folded, (spellings.get(folded) ?? new Set()).add(name));
  };
  visit(tree, (_owner, _key, names) => names.forEach(add));
  for (const name of further) add(name);
  const encoded = new Map<string, string>();
  const taken = new Set(spellings.keys());
  for (const [folded, names] of spellings) {
    const [, ...twins] = [...names].sort();
    for (const twin of twins) {
      let n = 2;
      while (taken.has(`${folded}~${n}`)) n++;
      taken.add(`${folded}~${n}`);
      encoded.set(twin, `${folded}~${n}`);
    }
  }
  const decoded = new Map([...encoded].map(([name, inside]) => [inside, name]));
  return { encode: (name) => encoded.get(name) ?? name, decode: (name) => decoded.get(name) ?? name };
};

/** Renames every identifier of the tree in place. */
export const applyRenaming = (tree: Json, renaming: Renaming): void =>
  visit(tree, (owner, key, names) => {
    const inside = names.map((name) => renaming.encode(name));
    owner[key] = isList(owner[key]) ? inside : (inside[0] ?? '');
  });
