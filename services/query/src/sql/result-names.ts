import { isList, isNode, nodeOf, nodesOf, textOf, textsOf, type Json, type Node } from './tree.ts';

/** Names of columns nobody named, as PostgreSQL gives them: a function's name, a cast's target or operand, else `?column?`. */
const nameOf = (item: Node): string => {
  switch (textOf(item, 'class')) {
    case 'FUNCTION': {
      const name = textOf(item, 'function_name');
      if (name === 'count_star') return 'count';
      return item['is_operator'] === true || !/^\w+$/.test(name) ? '?column?' : name;
    }
    case 'WINDOW':
      return textOf(item, 'function_name') || '?column?';
    case 'CAST': {
      const child = nodeOf(item, 'child') ?? {};
      const names = child['column_names'];
      const last = isList(names) ? names.at(-1) : undefined;
      if (typeof last === 'string') return last;
      return textOf(child, 'class') === 'CONSTANT'
        ? textOf(nodeOf(item, 'cast_type') ?? {}, 'id').toLowerCase()
        : nameOf(child);
    }
    case 'CASE':
      return 'case';
    case 'SUBQUERY':
      return textOf(item, 'subquery_type') === 'EXISTS' ? 'exists' : '?column?';
    case 'OPERATOR':
      return textOf(item, 'type') === 'OPERATOR_COALESCE' ? 'coalesce' : '?column?';
    default:
      return '?column?';
  }
};

const holdsStar = (value: Json): boolean => {
  if (isList(value)) return value.some(holdsStar);
  if (!isNode(value) || textOf(value, 'class') === 'SUBQUERY') return false;
  return textOf(value, 'class') === 'STAR' || Object.values(value).some(holdsStar);
};

const firstSelect = (node: Node): Node => {
  const left = nodeOf(node, 'left') ?? nodesOf(node, 'children')[0];
  return left === undefined || isNode(node['from_table']) ? node : firstSelect(left);
};

const prefix = 'sluice_column_';

export interface ColumnNames {
  /** After the names are resolved: a word such as `current_user` has become a constant and still is shown under its word. */
  finish(): void;
  /** What the user shall read for a name of ours; undefined for all others. */
  shown(engineName: string): string | undefined;
}

/** Gives the unnamed columns of a statement names of ours. */
export const nameColumns = (root: Node): ColumnNames => {
  const names = new Map<string, string>();
  const give = (item: Node, index: number, name: string) => {
    item['alias'] = `${prefix}${index}`;
    names.set(`${prefix}${index}`, name);
  };
  const items = nodesOf(firstSelect(root), 'select_list');
  const words = items.map((item) => textsOf(item, 'column_names').at(-1) ?? '?column?');
  for (const [index, item] of items.entries()) {
    if (textOf(item, 'alias') !== '' || textOf(item, 'class') === 'COLUMN_REF' || holdsStar(item)) continue;
    if (textOf(item, 'function_name') !== 'unnest') give(item, index, nameOf(item));
  }
  return {
    finish: () => {
      for (const [index, item] of items.entries())
        if (textOf(item, 'alias') === '' && textOf(item, 'class') === 'CONSTANT')
          give(item, index, words[index] ?? '?column?');
    },
    // A column that the engine names by its expression's text may tell the engine's own names.
    shown: (name) => names.get(name) ?? (/sluice_(table|with|column)_\d/.test(name) ? '?column?' : undefined),
  };
};
