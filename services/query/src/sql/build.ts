import type { Base, Source } from './scope.ts';
import type { Json, Node } from './tree.ts';

/** Nodes of the parse tree that the rewriting puts in. */
export const columnRef = (...names: readonly string[]): Node => ({
  class: 'COLUMN_REF',
  type: 'COLUMN_REF',
  alias: '',
  column_names: names,
});

/** A text constant; the engine casts it to whatever its place asks for, as PostgreSQL does with untyped literals. */
export const textConstant = (value: string | null): Node => ({
  class: 'CONSTANT',
  type: 'VALUE_CONSTANT',
  alias: '',
  value:
    value === null
      ? { type: { id: 'NULL', type_info: null }, is_null: true }
      : { type: { id: 'VARCHAR', type_info: null }, is_null: false, value },
});

export const callOf = (name: string, ...children: readonly Node[]): Node => ({
  class: 'FUNCTION',
  type: 'FUNCTION',
  alias: '',
  function_name: name,
  schema: '',
  children,
  filter: null,
  order_bys: { type: 'ORDER_MODIFIER', orders: [] },
  distinct: false,
  is_operator: false,
  export_state: false,
  catalog: '',
});

export const castTo = (child: Node, type: string): Node => ({
  class: 'CAST',
  type: 'OPERATOR_CAST',
  alias: '',
  child,
  cast_type: { id: type, type_info: null },
  try_cast: false,
});

const extract = (map: Node, key: string): Node => ({
  class: 'OPERATOR',
  type: 'ARRAY_EXTRACT',
  alias: '',
  children: [map, textConstant(key)],
});

const sourceNode = (source: Source): Node => {
  if ('column' in source) return columnRef(source.column);
  const map = columnRef('unknown');
  if ('unknown' in source) return extract(map, source.unknown);
  return source.unknownWith.reduce<Node>((held, { name, column }) => {
    const entry = callOf(
      'map',
      callOf('list_value', textConstant(name)),
      callOf('list_value', castTo(columnRef(column), 'VARCHAR')),
    );
    return callOf('map_concat', held, entry);
  }, map);
};

const selectOf = (list: readonly Node[], from: Node): Node => ({
  type: 'SELECT_NODE',
  modifiers: [],
  cte_map: { map: [] },
  select_list: list,
  from_table: from,
  where_clause: null,
  group_expressions: [],
  group_sets: [],
  aggregate_handling: 'STANDARD_HANDLING',
  having: null,
  sample: null,
  qualify: null,
});

const tableRef = (name: string): Node => ({
  type: 'BASE_TABLE',
  alias: '',
  sample: null,
  schema_name: '',
  table_name: name,
  column_name_alias: [],
  catalog_name: '',
  at_clause: null,
});

/** Puts the subquery over the engine's table in the place of a table's mention; `engineName` says how a column is called inside the engine. */
export const replaceBase = (base: Base, alias: string, engineName: (name: string) => string): void => {
  const { node, table } = base;
  const shown = table.columns.map(({ name, source }) => ({ name, source }));
  for (const [name, source] of base.exposed) shown.push({ name, source });
  const list = shown.map(({ name, source }) => ({ ...sourceNode(source), alias: engineName(name) }));
  const aliases: Json = node['column_name_alias'] ?? [];
  const sample: Json = node['sample'] ?? null;
  for (const key of Object.keys(node)) Reflect.deleteProperty(node, key);
  Object.assign(node, {
    type: 'SUBQUERY',
    alias,
    sample,
    subquery: { node: selectOf(list, tableRef(table.engineName)), named_param_map: [] },
    column_name_alias: aliases,
  });
};
