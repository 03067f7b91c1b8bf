import { columnRef, textConstant } from './build.ts';
import { fail, failAmbiguous, type Context, type Cte, type Shape } from './context.ts';
import { findColumn, isOpen, lookUp, relationOf, scopeIn, type Relation, type Scope } from './scope.ts';
import { isList, isNode, nodeOf, nodesOf, textOf, textsOf, type Json, type Node } from './tree.ts';

/** How a nested query is resolved; handed in, because queries hold expressions and expressions hold queries. */
export type ResolveQuery = (
  context: Context,
  node: Node,
  parent: Scope | undefined,
  ctes: readonly Cte[],
) => Shape;

export interface Reach {
  readonly context: Context;
  readonly scope: Scope;
  readonly ctes: readonly Cte[];
  readonly query: ResolveQuery;
}

/** Words without parentheses that the engine answers itself when no column has the name. */
const engineWords = new Set([
  'current_date',
  'current_timestamp',
  'current_time',
  'localtime',
  'localtimestamp',
]);

const replaceWith = (node: Node, replacement: Node): void => {
  const kept = { alias: node['alias'] ?? '', query_location: node['query_location'] ?? null };
  for (const key of Object.keys(node)) Reflect.deleteProperty(node, key);
  Object.assign(node, replacement, kept['query_location'] === null ? { alias: kept.alias } : kept);
};

const missing = (reach: Reach, node: Node, name: string, quoted: boolean): void => {
  const { context, scope } = reach;
  const word = name.toLowerCase();
  if (!quoted && engineWords.has(word)) return;
  const fact = context.facts.functions[word];
  if (!quoted && fact !== undefined) {
    replaceWith(node, textConstant(fact));
    return;
  }
  if (!isOpen(scope)) fail(context, node, '42703', `column "${name}" does not exist`);
};

const resolveIn = (
  reach: Reach,
  node: Node,
  relation: Relation,
  names: readonly string[],
  quoted: readonly boolean[],
): void => {
  const [column = '', ...rest] = names;
  const found = findColumn([relation], column, quoted[0] ?? false);
  if (found !== undefined && 'ambiguous' in found)
    return failAmbiguous(reach.context, node, column, found.ambiguous);
  if (found === undefined && !relation.open)
    fail(reach.context, node, '42703', `column "${column}" of "${relation.name}" does not exist`);
  node['column_names'] = [relation.name, found?.name ?? column, ...rest];
};

const resolveColumn = (
  reach: Reach,
  node: Node,
  names: readonly string[],
  quoted: readonly boolean[],
): void => {
  const [name = '', ...rest] = names;
  const found = lookUp(reach.scope, name, quoted[0] ?? false);
  if (found === undefined) {
    const relation = rest.length === 0 ? relationOf(reach.scope, name, quoted[0] ?? false) : undefined;
    if (relation !== undefined) node['column_names'] = [relation.name];
    else missing(reach, node, name, quoted[0] ?? false);
    return;
  }
  if ('ambiguous' in found) return failAmbiguous(reach.context, node, name, found.ambiguous);
  node['column_names'] = [found.name, ...rest];
};

/** `column`, `table.column`, `schema.table.column`, `catalog.schema.table.column`, each perhaps followed by struct fields. */
const resolveRef = (reach: Reach, node: Node): void => {
  const names = textsOf(node, 'column_names');
  const quoted = reach.context.places.quoted(node, names.length);
  for (let skip = 0; skip < Math.min(3, names.length - 1); skip++) {
    const relation = relationOf(reach.scope, names[skip] ?? '', quoted[skip] ?? false);
    const qualified = skip === 0 || relation?.schema === (names[skip - 1] ?? '').toLowerCase();
    if (relation === undefined || !qualified) continue;
    resolveIn(reach, node, relation, names.slice(skip + 1), quoted.slice(skip + 1));
    return;
  }
  resolveColumn(reach, node, names, quoted);
};

const resolveLambda = (reach: Reach, node: Node): void => {
  const left = nodeOf(node, 'lhs');
  const body = nodeOf(node, 'expr');
  if (left === undefined || body === undefined) return;
  const parts = textOf(left, 'function_name') === 'row' ? nodesOf(left, 'children') : [left];
  const names = parts.flatMap((part) => textsOf(part, 'column_names').slice(0, 1));
  // `x -> …` is a lambda or JSON's arrow; the left side of the arrow is a column and must be found as one.
  for (const part of parts)
    if (textsOf(part, 'column_names').length !== 1) resolveExpression(reach, part);
    else {
      const quoted = reach.context.places.quoted(part, 1)[0] ?? false;
      const found = lookUp(reach.scope, names[0] ?? '', quoted);
      if (parts.length === 1 && found !== undefined && 'name' in found) part['column_names'] = [found.name];
    }
  resolveExpression({ ...reach, scope: scopeIn(reach.scope, names) }, body);
};

const sessionFunction = (reach: Reach, node: Node): boolean => {
  const name = textOf(node, 'function_name').toLowerCase();
  const [first, ...more] = nodesOf(node, 'children');
  const { functions, settings } = reach.context.facts;
  if (first === undefined && functions[name] !== undefined) {
    replaceWith(node, textConstant(functions[name]));
    return true;
  }
  if (name !== 'current_setting' || first === undefined || more.length > 1) return false;
  const asked = nodeOf(first, 'value')?.['value'];
  const setting = typeof asked === 'string' ? settings[asked.toLowerCase()] : undefined;
  if (setting === undefined)
    fail(reach.context, node, '42501', 'current_setting may not be asked for this parameter');
  replaceWith(node, textConstant(setting ?? null));
  return true;
};

const resolveFunction = (reach: Reach, node: Node): void => {
  if (sessionFunction(reach, node)) return;
  const schema = textOf(node, 'schema');
  if (schema === 'pg_catalog') node['schema'] = '';
  else if (schema !== '' && schema !== 'main') {
    // `column.lower()`: the parser takes what stands before the last point for a schema.
    const before = [textOf(node, 'catalog'), schema].filter((part) => part !== '');
    node['children'] = [columnRef(...before), ...nodesOf(node, 'children')];
    Object.assign(node, { schema: '', catalog: '' });
  }
  resolveParts(reach, node);
};

const resolveStar = (reach: Reach, node: Node): void => {
  const { context, scope } = reach;
  const name = textOf(node, 'relation_name');
  const relation = name === '' ? undefined : relationOf(scope, name, false);
  if (relation !== undefined) node['relation_name'] = relation.name;
  context.stars.push({ node, relations: relation === undefined ? scope.relations : [relation] });
  resolveParts(reach, node);
};

const resolveParts = (reach: Reach, node: Node): void => {
  for (const value of Object.values(node)) resolveExpression(reach, value);
};

/** Resolves every column of an expression, or of any part of the tree that holds expressions. */
export const resolveExpression = (reach: Reach, value: Json): void => {
  if (isList(value)) {
    for (const entry of value) resolveExpression(reach, entry);
    return;
  }
  if (!isNode(value)) return;
  switch (textOf(value, 'class')) {
    case 'COLUMN_REF': {
      resolveRef(reach, value);
      return;
    }
    case 'LAMBDA': {
      resolveLambda(reach, value);
      return;
    }
    case 'FUNCTION': {
      resolveFunction(reach, value);
      return;
    }
    case 'STAR': {
      resolveStar(reach, value);
      return;
    }
    case 'SUBQUERY': {
      const inner = nodeOf(value, 'subquery');
      const node = inner && nodeOf(inner, 'node');
      if (node !== undefined) reach.query(reach.context, node, reach.scope, reach.ctes);
      const child = value['child'];
      resolveExpression(reach, child ?? null);
      return;
    }
    default: {
      resolveParts(reach, value);
      return;
    }
  }
};
