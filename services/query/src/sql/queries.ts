import type { Context, Cte, Shape } from './context.ts';
import { resolveExpression, type Reach } from './expressions.ts';
import { resolveFrom } from './from.ts';
import { narrowRanges } from './ranges.ts';
import { scopeIn, type Scope } from './scope.ts';
import { isNode, nodeOf, nodesOf, textOf, textsOf, type Node } from './tree.ts';

const renamedShape = (aliases: readonly string[], shape: Shape): Shape => ({
  columns: [...aliases, ...shape.columns.slice(aliases.length)],
  open: shape.open,
});

const recursive = (
  context: Context,
  node: Node,
  name: string,
  engineName: string,
  parent: Scope | undefined,
  ctes: readonly Cte[],
): Shape => {
  const [left, right] = [nodeOf(node, 'left'), nodeOf(node, 'right')];
  const own = left === undefined ? { columns: [], open: true } : resolveQuery(context, left, parent, ctes);
  const shape = renamedShape(textsOf(node, 'aliases'), own);
  node['cte_name'] = engineName;
  if (right !== undefined) resolveQuery(context, right, parent, [...ctes, { name, engineName, ...shape }]);
  return shape;
};

/** The names of WITH become names of ours, so that a name the engine has itself can never be meant. */
const resolveCtes = (
  context: Context,
  node: Node,
  parent: Scope | undefined,
  ctes: readonly Cte[],
): readonly Cte[] => {
  const map = nodeOf(node, 'cte_map');
  let reach = ctes;
  for (const entry of map === undefined ? [] : nodesOf(map, 'map')) {
    const value = nodeOf(entry, 'value');
    const query = value && nodeOf(value, 'query');
    const inner = query && nodeOf(query, 'node');
    if (value === undefined || inner === undefined) continue;
    const name = textOf(entry, 'key');
    const engineName = `sluice_with_${context.nextCte++}`;
    const shape =
      textOf(inner, 'type') === 'RECURSIVE_CTE_NODE'
        ? recursive(context, inner, name, engineName, parent, reach)
        : resolveQuery(context, inner, parent, reach);
    entry['key'] = engineName;
    reach = [...reach, { name, engineName, ...renamedShape(textsOf(value, 'aliases'), shape) }];
  }
  return reach;
};

const starColumns = (scope: Scope, star: Node): Shape => {
  const name = textOf(star, 'relation_name');
  const relations =
    name === '' ? scope.relations : scope.relations.filter((relation) => relation.name === name);
  const excluded = new Set([
    ...textsOf(star, 'exclude_list'),
    ...nodesOf(star, 'qualified_exclude_list').map((entry) => textOf(entry, 'column')),
  ]);
  const columns = relations.flatMap((relation) => relation.columns).filter((column) => !excluded.has(column));
  const changed = nodesOf(star, 'rename_list').length > 0 || star['columns'] === true;
  return { columns, open: changed || relations.some((relation) => relation.open) };
};

const shapeOf = (scope: Scope, list: readonly Node[]): Shape => {
  const columns: string[] = [];
  let open = false;
  for (const item of list) {
    const alias = textOf(item, 'alias');
    if (textOf(item, 'class') === 'STAR') {
      const shape = starColumns(scope, item);
      columns.push(...shape.columns);
      open ||= shape.open;
    } else if (alias !== '') columns.push(alias);
    else if (textOf(item, 'class') === 'COLUMN_REF') columns.push(textsOf(item, 'column_names').at(-1) ?? '');
    else open = true;
  }
  return { columns, open };
};

const selectParts = ['where_clause', 'group_expressions', 'having', 'qualify', 'modifiers'] as const;

const resolveSelect = (reach: Reach, node: Node): Shape => {
  const from = nodeOf(node, 'from_table');
  if (from !== undefined) resolveFrom(reach, from);
  const list = nodesOf(node, 'select_list');
  for (const item of list) {
    resolveExpression(reach, item);
    const alias = textOf(item, 'alias');
    if (alias !== '') reach.scope.aliases.add(alias);
  }
  for (const part of selectParts) resolveExpression(reach, node[part] ?? null);
  narrowRanges(reach.scope, node);
  return shapeOf(reach.scope, list);
};

/** UNION and its like: the names are those of the first part, and ORDER BY can use only them. */
const resolveSetOperation = (reach: Reach, node: Node): Shape => {
  const parts = [nodeOf(node, 'left'), nodeOf(node, 'right'), ...nodesOf(node, 'children')].filter(
    (part) => part !== undefined,
  );
  const shapes = parts.map((part) => resolveQuery(reach.context, part, reach.scope.parent, reach.ctes));
  const shape = shapes[0] ?? { columns: [], open: true };
  reach.scope.relations.push({ name: '', schema: '', columns: shape.columns, open: true });
  resolveExpression(reach, node['modifiers'] ?? null);
  return shape;
};

/** Resolves the names of a query in place: tables against the tenant's catalogue, columns against the tables in reach. Gives its columns. */
export const resolveQuery = (
  context: Context,
  node: Node,
  parent: Scope | undefined,
  ctes: readonly Cte[],
): Shape => {
  const inReach = resolveCtes(context, node, parent, ctes);
  const reach: Reach = { context, scope: scopeIn(parent), ctes: inReach, query: resolveQuery };
  return isNode(node['from_table']) ? resolveSelect(reach, node) : resolveSetOperation(reach, node);
};
