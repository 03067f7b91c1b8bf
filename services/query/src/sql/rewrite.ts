import { SqlError } from '../sql-session.ts';
import { replaceBase } from './build.ts';
import { checkTree, refuserOf } from './check.ts';
import { applyRenaming, renamingFor } from './collisions.ts';
import type { Context, SessionFacts, TableMention } from './context.ts';
import { countParameters, fillParameters, type Parameter } from './parameters.ts';
import { placesOf } from './places.ts';
import { resolveQuery } from './queries.ts';
import { union } from './ranges.ts';
import { nameColumns } from './result-names.ts';
import type { EngineTable, TimeRange } from './scope.ts';
import {
  copyTree,
  isNode,
  nodeOf,
  nodesOf,
  parseTree,
  printTree,
  textOf,
  textsOf,
  type Json,
  type Node,
} from './tree.ts';

/** A statement that passed the checks, before its names are resolved. */
export interface CheckedStatement {
  readonly sql: string;
  readonly root: Node;
  readonly parameterCount: number;
  /** Every table the text mentions; a name of WITH may be among them. */
  readonly mentions: readonly TableMention[];
}

const mentionsOf = (tree: Json, sql: string): readonly TableMention[] => {
  const places = placesOf(sql);
  const found: TableMention[] = [];
  const walk = (value: Json): void => {
    if (value === null || typeof value !== 'object') return;
    if (isNode(value) && textOf(value, 'type') === 'BASE_TABLE' && !('class' in value)) {
      const [catalog, schema] = [textOf(value, 'catalog_name'), textOf(value, 'schema_name')];
      const parts = 1 + (schema === '' ? 0 : 1) + (catalog === '' ? 0 : 1);
      const quoted = places.quoted(value, parts).at(-1) ?? false;
      found.push({ catalog, schema, name: textOf(value, 'table_name'), quoted });
    }
    for (const entry of Object.values(value)) walk(entry);
  };
  walk(tree);
  return found;
};

const syntaxError = (sql: string, answer: Node): SqlError => {
  const message = textOf(answer, 'error_message');
  if (textOf(answer, 'error_type') === 'parser' || message.includes('syntax error')) {
    const at = Number(textOf(answer, 'position'));
    return new SqlError(
      '42601',
      message,
      Number.isInteger(at) ? Buffer.from(sql).subarray(0, at).toString().length + 1 : undefined,
    );
  }
  return message.startsWith('Only SELECT')
    ? new SqlError(
        '42501',
        'only SELECT is allowed: the data is read-only, and settings and files are out of reach',
        1,
      )
    : new SqlError('0A000', message);
};

/** Checks what `json_serialize_sql` says of a text. Throws SqlError 42601 (syntax), 42501 (refused), 0A000. */
export const checkStatement = (
  sql: string,
  serialized: string,
  sessionFunctions: ReadonlySet<string>,
): CheckedStatement => {
  const answer = parseTree(serialized);
  if (!isNode(answer)) throw new SqlError('XX000', 'the parser gave no answer');
  if (answer['error'] === true) throw syntaxError(sql, answer);
  const [statement, second] = nodesOf(answer, 'statements');
  const root = statement && nodeOf(statement, 'node');
  if (root === undefined || second !== undefined)
    throw new SqlError(
      '42601',
      'cannot insert multiple commands into a prepared statement: send one statement',
    );
  const refuse = refuserOf(sql);
  checkTree(root, refuse, sessionFunctions);
  return { sql, root, parameterCount: countParameters(root, refuse), mentions: mentionsOf(root, sql) };
};

export interface Rewritten {
  /** For `json_deserialize_sql`. */
  readonly tree: string;
  /** The engine's tables that the rewritten text may mention. */
  readonly engineTables: ReadonlySet<string>;
  readonly ranges: ReadonlyMap<string, TimeRange>;
  /** The user's name of a column of the result. */
  columnName(engineName: string): string;
}

const hideExposed = (context: Context): void => {
  for (const { node, relations } of context.stars) {
    if (node['columns'] === true && isNode(node['expr'])) continue;
    const hidden = relations.flatMap((relation) =>
      [...(relation.base?.exposed.keys() ?? [])].map((column) => ({ relation: relation.name, column })),
    );
    if (textOf(node, 'relation_name') !== '') {
      node['exclude_list'] = [...textsOf(node, 'exclude_list'), ...hidden.map(({ column }) => column)];
      continue;
    }
    const excluded = hidden.map(({ relation, column }) => ({
      catalog: '',
      schema: '',
      table: relation,
      column,
    }));
    node['qualified_exclude_list'] = [...nodesOf(node, 'qualified_exclude_list'), ...excluded];
  }
};

/** Resolves a checked statement against the tenant's tables and fills in its parameters. Throws SqlError 42P01, 42703, 42702, … */
export const rewrite = (
  statement: CheckedStatement,
  parameters: readonly Parameter[],
  table: (mention: TableMention) => EngineTable | undefined,
  facts: SessionFacts,
): Rewritten => {
  const root = copyTree(statement.root);
  fillParameters(root, parameters);
  const context: Context = {
    places: placesOf(statement.sql),
    facts,
    table,
    bases: [],
    stars: [],
    nextCte: 1,
  };
  const unnamed = nameColumns(root);
  resolveQuery(context, root, undefined, []);
  unnamed.finish();
  hideExposed(context);
  const shown = context.bases.flatMap(({ base }) => [
    ...base.table.columns.map((column) => column.name),
    ...base.exposed.keys(),
  ]);
  const renaming = renamingFor(root, shown);
  applyRenaming(root, renaming);
  const ranges = new Map<string, TimeRange>();
  for (const { base, relation } of context.bases) {
    ranges.set(base.table.key, union(ranges.get(base.table.key), base.range));
    replaceBase(base, renaming.encode(relation.name), renaming.encode);
  }
  return {
    tree: printTree({ error: false, statements: [{ node: root, named_param_map: [] }] }),
    engineTables: new Set(context.bases.map(({ base }) => base.table.engineName)),
    ranges,
    columnName: (name) => unnamed.shown(name) ?? renaming.decode(name),
  };
};
