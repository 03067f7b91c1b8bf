import { SqlError } from '../sql-session.ts';
import { allowedFunctions, allowedTableFunctions } from './functions.ts';
import { isList, isNode, locationOf, textOf, type Json, type Node } from './tree.ts';

/** Everything that an expression may be; the rest (parameters of the engine, bound and internal kinds) is refused. */
const expressions: ReadonlySet<string> = new Set([
  'BETWEEN', 'CASE', 'CAST', 'COLLATE', 'COLUMN_REF', 'COMPARISON', 'CONJUNCTION', 'CONSTANT', 'DEFAULT', 'FUNCTION', 'LAMBDA',
  'OPERATOR', 'PARAMETER', 'POSITIONAL_REFERENCE', 'STAR', 'SUBQUERY', 'WINDOW', 'TYPE',
]); // prettier-ignore
const queryNodes: ReadonlySet<string> = new Set(['SELECT_NODE', 'SET_OPERATION_NODE', 'RECURSIVE_CTE_NODE']);
const tableRefs: ReadonlySet<string> = new Set([
  'BASE_TABLE', 'SUBQUERY', 'JOIN', 'TABLE_FUNCTION', 'EXPRESSION_LIST', 'EMPTY', 'SHOW_REF', 'PIVOT',
]); // prettier-ignore
const modifiers: ReadonlySet<string> = new Set([
  'ORDER_MODIFIER',
  'LIMIT_MODIFIER',
  'LIMIT_PERCENT_MODIFIER',
  'DISTINCT_MODIFIER',
]);
const castTypes: ReadonlySet<string> = new Set(
  `bool boolean logical tinyint int1 smallint int2 short integer int int4 signed bigint int8 long oid hugeint int128 utinyint usmallint uinteger
  ubigint uhugeint uint8 uint16 uint32 uint64 uint128 float real float4 double float8 decimal numeric dec varchar text string char bpchar nvarchar
  name blob bytea binary varbinary date time timestamp datetime timestamptz timetz timestamp_s timestamp_ms timestamp_ns timestamp_us interval uuid
  json bit bitstring list map struct row array bignum varint guid variant`.split(/\s+/),
);
const typeInfos: ReadonlySet<string> = new Set([
  'DECIMAL_TYPE_INFO', 'LIST_TYPE_INFO', 'STRUCT_TYPE_INFO', 'ARRAY_TYPE_INFO', 'UNBOUND_TYPE_INFO', 'STRING_TYPE_INFO', 'STRING_LITERAL_TYPE_INFO',
  'INTEGER_LITERAL_TYPE_INFO', 'GENERIC_TYPE_INFO', 'EXTENSION_TYPE_INFO', 'INVALID_TYPE_INFO',
]); // prettier-ignore

export type Refuse = (node: Node, message: string, sqlstate?: string) => never;

const location = (sql: string, node: Node): number | undefined => {
  const bytes = locationOf(node);
  return bytes === undefined ? undefined : Buffer.from(sql).subarray(0, bytes).toString().length + 1;
};

/** Throws the refusal of a node of the statement, position in characters. */
export const refuserOf =
  (sql: string): Refuse =>
  (node, message, sqlstate = '42501') => {
    throw new SqlError(sqlstate, message, location(sql, node));
  };

/** Functions that the rewriting answers with a constant (`version()`): allowed in what a user sends, never in what is run. */
type Extra = ReadonlySet<string>;

const checkFunction = (node: Node, inFrom: boolean, refuse: Refuse, extra: Extra): void => {
  const name = textOf(node, 'function_name');
  if (!inFrom && extra.has(name.toLowerCase())) return;
  const allowed = inFrom ? allowedTableFunctions : allowedFunctions;
  if (textOf(node, 'catalog') !== '' && textOf(node, 'catalog') !== 'system')
    refuse(node, `function ${name} may not be called with a catalogue's name`);
  if (!allowed.has(name.toLowerCase()))
    refuse(node, `function ${name} is unknown or may not be used ${inFrom ? 'in FROM' : 'in a query'}`);
};

const checkType = (node: Node, info: Node, refuse: Refuse): void => {
  if (!typeInfos.has(textOf(info, 'type')))
    refuse(node, `this kind of type may not be used: ${textOf(info, 'type')}`);
  const name = textOf(info, 'name');
  const plain = textOf(info, 'catalog') === '' && ['', 'main', 'pg_catalog'].includes(textOf(info, 'schema'));
  if (textOf(info, 'type') === 'UNBOUND_TYPE_INFO' && !(plain && castTypes.has(name.toLowerCase())))
    refuse(node, `type "${name}" does not exist`, '42704');
};

const checkTableRef = (node: Node, refuse: Refuse): void => {
  const type = textOf(node, 'type');
  if (!tableRefs.has(type)) refuse(node, `${type} may not be used in FROM`);
  if (type === 'PIVOT') refuse(node, 'PIVOT is not supported; use CASE or FILTER with GROUP BY', '0A000');
  if (isNode(node['at_clause'])) refuse(node, 'AT (…) is not supported', '0A000');
  if (type === 'SHOW_REF' && (!isNode(node['query']) || textOf(node, 'table_name') !== ''))
    refuse(node, 'use \\d, \\dt or information_schema to list tables and columns');
};

const checkNode = (node: Node, inFrom: boolean, refuse: Refuse, extra: Extra): void => {
  const type = textOf(node, 'type');
  if ('class' in node) {
    if (!expressions.has(textOf(node, 'class')))
      refuse(node, `${textOf(node, 'class')} may not be used in a query`);
    if ('function_name' in node) checkFunction(node, inFrom, refuse, extra);
    return;
  }
  if ('function_name' in node) refuse(node, 'this form of a function call may not be used');
  if ('sample' in node && 'alias' in node) checkTableRef(node, refuse);
  else if (type.endsWith('_NODE') && !queryNodes.has(type)) refuse(node, `${type} may not be used`);
  else if (type.endsWith('_MODIFIER') && !modifiers.has(type)) refuse(node, `${type} may not be used`);
  else if ('table_name' in node || 'at_clause' in node) refuse(node, 'this table reference may not be used');
};

/**
 * Walks the whole tree, whatever its shape, and refuses (42501) every kind of node, function or type that is not on a list. Nothing is
 * skipped: a node is judged by what it holds, not by where it stands.
 */
export const checkTree = (tree: Json, refuse: Refuse, extra: Extra = new Set()): void => {
  const walk = (value: Json, owner: Node | undefined, inFrom: boolean): void => {
    if (isList(value)) {
      for (const entry of value) walk(entry, owner, false);
      return;
    }
    if (!isNode(value)) return;
    if (textOf(value, 'type').endsWith('_TYPE_INFO')) checkType(owner ?? value, value, refuse);
    else checkNode(value, inFrom, refuse, extra);
    const next = 'class' in value ? value : owner;
    const tableFunction = textOf(value, 'type') === 'TABLE_FUNCTION' && !('class' in value);
    for (const [key, entry] of Object.entries(value)) walk(entry, next, tableFunction && key === 'function');
  };
  walk(tree, undefined, false);
};

const ownNames = /^sluice_with_\d+$/;

/**
 * The last fence: judges the text that will run, parsed anew. Beyond the checks of {@link checkTree} every table must be one that the rewriting
 * put there. A refusal here means that the rewriting and the engine do not agree, and the statement does not run.
 */
export const checkRewritten = (tree: Json, engineTables: ReadonlySet<string>): void => {
  const refuse: Refuse = (_node, message) => {
    throw new SqlError('42501', `the statement may not run: ${message}`);
  };
  checkTree(tree, refuse);
  const walk = (value: Json): void => {
    if (value === null || typeof value !== 'object') return;
    if (isNode(value) && textOf(value, 'type') === 'BASE_TABLE' && !('class' in value)) {
      const name = textOf(value, 'table_name');
      const plain = textOf(value, 'schema_name') === '' && textOf(value, 'catalog_name') === '';
      if (!plain || !(engineTables.has(name) || ownNames.test(name)))
        refuse(value, 'a table is out of reach');
    }
    if (isNode(value) && textOf(value, 'class') === 'PARAMETER') refuse(value, 'a parameter is left over');
    for (const entry of Object.values(value)) walk(entry);
  };
  walk(tree);
};
