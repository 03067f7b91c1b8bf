import { fail, type Cte } from './context.ts';
import { resolveExpression, type Reach } from './expressions.ts';
import { fold, matchName } from './names.ts';
import { always, findColumn, type Base, type Relation } from './scope.ts';
import { isList, nodeOf, textOf, textsOf, type Node } from './tree.ts';

const renamed = (node: Node, columns: readonly string[]): readonly string[] => {
  const aliases = textsOf(node, 'column_name_alias');
  return [...aliases, ...columns.slice(aliases.length)];
};

const cteOf = (reach: Reach, name: string, quoted: boolean): Cte | undefined => {
  const match = matchName(
    name,
    quoted,
    reach.ctes.map((cte) => cte.name),
  );
  if (match === 'none' || !('found' in match)) return undefined;
  return reach.ctes.findLast((cte) => cte.name === match.found);
};

const addCte = (reach: Reach, node: Node, cte: Cte): void => {
  const alias = textOf(node, 'alias') || cte.name;
  node['table_name'] = cte.engineName;
  node['alias'] = alias;
  reach.scope.relations.push({
    name: alias,
    schema: '',
    columns: renamed(node, cte.columns),
    open: cte.open,
  });
};

const addTable = (reach: Reach, node: Node): void => {
  const { context, scope } = reach;
  const name = textOf(node, 'table_name');
  const [schema, catalog] = [textOf(node, 'schema_name'), textOf(node, 'catalog_name')];
  const parts = 1 + (schema === '' ? 0 : 1) + (catalog === '' ? 0 : 1);
  if (context.places.token(node)?.kind === 'string')
    fail(context, node, '42501', `reading a file is not allowed: '${name}'`);
  const quoted = context.places.quoted(node, parts).at(-1) ?? false;
  const cte = schema === '' ? cteOf(reach, name, quoted) : undefined;
  if (cte !== undefined) {
    addCte(reach, node, cte);
    return;
  }
  const table = context.table({ catalog, schema, name, quoted });
  if (table === undefined)
    return fail(
      context,
      node,
      '42P01',
      `relation "${schema === '' ? name : `${schema}.${name}`}" does not exist`,
    );
  const base: Base = { table, node, exposed: new Map(), range: always };
  const shown = table.columns.map((column) => column.name);
  const relation: Relation = {
    name: textOf(node, 'alias') || name,
    schema: fold(schema),
    columns: renamed(node, shown),
    open: false,
    base,
  };
  context.bases.push({ base, relation });
  scope.relations.push(relation);
};

const addSubquery = (reach: Reach, node: Node): void => {
  const inner = nodeOf(node, 'subquery');
  const query = inner && nodeOf(inner, 'node');
  if (query === undefined) return;
  const shape = reach.query(reach.context, query, reach.scope, reach.ctes);
  const columns = renamed(node, shape.columns);
  reach.scope.relations.push({ name: textOf(node, 'alias'), schema: '', columns, open: shape.open });
};

const addJoin = (reach: Reach, node: Node): void => {
  const first = reach.scope.relations.length;
  for (const side of ['left', 'right']) {
    const part = nodeOf(node, side);
    if (part !== undefined) resolveFrom(reach, part);
  }
  const joined = reach.scope.relations.slice(first);
  const using = textsOf(node, 'using_columns');
  node['using_columns'] = using.map((name) => {
    let exact = name;
    // Each side by itself, so that a hidden column becomes visible on both.
    for (const relation of joined) {
      const found = findColumn([relation], name, false);
      if (found !== undefined && 'name' in found) exact = found.name;
    }
    return exact;
  });
  resolveExpression(reach, node['condition'] ?? null);
};

const tableFunctionColumns: Readonly<Record<string, readonly string[]>> = {
  unnest: ['unnest'],
  generate_series: ['generate_series'],
  range: ['range'],
};

const addTableFunction = (reach: Reach, node: Node): void => {
  const call = nodeOf(node, 'function');
  if (call === undefined) return;
  const name = textOf(call, 'function_name').toLowerCase();
  resolveExpression(reach, call['children'] ?? null);
  const columns = renamed(node, tableFunctionColumns[name] ?? []);
  reach.scope.relations.push({ name: textOf(node, 'alias') || name, schema: '', columns, open: true });
};

const addValues = (reach: Reach, node: Node): void => {
  resolveExpression(reach, node['values'] ?? null);
  const rows = node['values'];
  const first = isList(rows) ? rows[0] : undefined;
  const width = isList(first) ? first.length : 0;
  const columns = renamed(
    node,
    Array.from({ length: width }, (_, i) => `col${i}`),
  );
  reach.scope.relations.push({ name: textOf(node, 'alias'), schema: '', columns, open: false });
};

/** Adds what stands in FROM to the scope, left to right; what comes later may use what came before (LATERAL). */
export const resolveFrom = (reach: Reach, node: Node): void => {
  switch (textOf(node, 'type')) {
    case 'BASE_TABLE': {
      addTable(reach, node);
      return;
    }
    case 'SUBQUERY': {
      addSubquery(reach, node);
      return;
    }
    case 'JOIN': {
      addJoin(reach, node);
      return;
    }
    case 'TABLE_FUNCTION': {
      addTableFunction(reach, node);
      return;
    }
    case 'EXPRESSION_LIST': {
      addValues(reach, node);
      return;
    }
    case 'SHOW_REF': {
      const query = nodeOf(node, 'query');
      if (query !== undefined) reach.query(reach.context, query, undefined, reach.ctes);
      reach.scope.relations.push({ name: '', schema: '', columns: [], open: true });
      return;
    }
    case 'EMPTY':
      return;
    default:
      fail(reach.context, node, '0A000', `${textOf(node, 'type')} is not supported in FROM`);
  }
};
