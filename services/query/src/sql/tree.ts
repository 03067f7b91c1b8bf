/**
 * DuckDB's own parse tree, as `json_serialize_sql` writes it. Integers of 16 digits and more stay exact: they are held as `{"#": "digits"}`,
 * because a constant of the statement (a HUGEINT's halves, a BIGINT) must come back as it went out.
 */
export type Json = null | boolean | number | string | readonly Json[] | Node;
export interface Node {
  [key: string]: Json;
}

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

export const isNode = (value: Json | undefined): value is Node =>
  typeof value === 'object' && value !== null && !isList(value);

/** Whatever JSON.parse gives is JSON. */
const isJson = (value: unknown): value is Json => value !== undefined;

const tokens = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/** Parses a tree; throws SyntaxError when the text is not JSON. */
export const parseTree = (text: string): Json => {
  const exact = text.replaceAll(tokens, (token) => (token.startsWith('"') ? token : `{"#":"${token}"}`));
  const value: unknown = JSON.parse(exact);
  return isJson(value) ? value : null;
};

/** The opposite of {@link parseTree}. Inside strings the marker's quotes are escaped, so only markers match. */
export const printTree = (tree: Json): string => JSON.stringify(tree).replaceAll(/\{"#":"(-?\d+)"\}/g, '$1');

/** A copy that may be changed. */
export const copyTree = (tree: Node): Node => structuredClone(tree);

export const textOf = (node: Node, key: string): string => {
  const value = node[key];
  return typeof value === 'string' ? value : '';
};

export const nodeOf = (node: Node, key: string): Node | undefined => {
  const value = node[key];
  return isNode(value) ? value : undefined;
};

/** The nodes of a list; none when there is no list. */
export const nodesOf = (node: Node, key: string): readonly Node[] => {
  const value = node[key];
  return isList(value) ? value.filter(isNode) : [];
};

export const textsOf = (node: Node, key: string): readonly string[] => {
  const value = node[key];
  return isList(value) ? value.filter((entry) => typeof entry === 'string') : [];
};

/** Byte offset in the statement; undefined when the parser recorded none. */
export const locationOf = (node: Node): number | undefined => {
  const value = node['query_location'];
  return typeof value === 'number' ? value : undefined;
};
