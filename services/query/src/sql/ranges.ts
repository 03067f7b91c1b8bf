import { always, type Scope, type TimeRange } from './scope.ts';
import { isNode, nodeOf, nodesOf, textOf, textsOf, type Node } from './tree.ts';

/**
 * The range of event time that a SELECT can need of a table: from comparisons of `timestamp` with whole numbers that its WHERE joins by AND.
 * WHERE is applied to the joined rows, so a row outside can never count, whatever the join (a row that an outer join fills with NULL fails
 * the comparison too), except where a join picks rows by their neighbours (ASOF, POSITIONAL) or rows are sampled: there all is read.
 */
const plainJoins = new Set(['REGULAR', 'CROSS']);

const isPlain = (from: Node): boolean => {
  if (isNode(from['sample'])) return false;
  if (textOf(from, 'type') !== 'JOIN') return true;
  const sides = [nodeOf(from, 'left'), nodeOf(from, 'right')];
  const using = textsOf(from, 'using_columns').length > 0;
  return (
    plainJoins.has(textOf(from, 'ref_type')) &&
    !using &&
    sides.every((side) => side === undefined || isPlain(side))
  );
};

const wholeTypes = new Set(['INTEGER', 'BIGINT', 'SMALLINT', 'TINYINT', 'VARCHAR']);

/** The whole number that a constant is, also as text or cast to a whole type. */
const wholeOf = (node: Node | undefined): number | undefined => {
  if (node === undefined) return undefined;
  if (textOf(node, 'class') === 'CAST') {
    const type = nodeOf(node, 'cast_type');
    return textOf(type ?? {}, 'id') === 'BIGINT' ? wholeOf(nodeOf(node, 'child')) : undefined;
  }
  if (textOf(node, 'class') !== 'CONSTANT') return undefined;
  const constant = nodeOf(node, 'value');
  const value = constant?.['value'];
  if (!wholeTypes.has(textOf(nodeOf(constant ?? {}, 'type') ?? {}, 'id'))) return undefined;
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
};

type Comparison =
  | 'COMPARE_EQUAL'
  | 'COMPARE_GREATERTHAN'
  | 'COMPARE_GREATERTHANOREQUALTO'
  | 'COMPARE_LESSTHAN'
  | 'COMPARE_LESSTHANOREQUALTO';

const rangeOf = (comparison: Comparison, value: number): TimeRange => {
  switch (comparison) {
    case 'COMPARE_EQUAL':
      return { from: value, to: value };
    case 'COMPARE_GREATERTHAN':
      return { from: value + 1, to: Infinity };
    case 'COMPARE_GREATERTHANOREQUALTO':
      return { from: value, to: Infinity };
    case 'COMPARE_LESSTHAN':
      return { from: -Infinity, to: value - 1 };
    case 'COMPARE_LESSTHANOREQUALTO':
      return { from: -Infinity, to: value };
  }
};

const mirrored: Readonly<Record<Comparison, Comparison>> = {
  COMPARE_EQUAL: 'COMPARE_EQUAL',
  COMPARE_GREATERTHAN: 'COMPARE_LESSTHAN',
  COMPARE_GREATERTHANOREQUALTO: 'COMPARE_LESSTHANOREQUALTO',
  COMPARE_LESSTHAN: 'COMPARE_GREATERTHAN',
  COMPARE_LESSTHANOREQUALTO: 'COMPARE_GREATERTHANOREQUALTO',
};

const isComparison = (type: string): type is Comparison => Object.hasOwn(mirrored, type);

const narrow = (
  scope: Scope,
  column: Node | undefined,
  comparison: Comparison,
  value: number | undefined,
): void => {
  if (column === undefined || value === undefined || textOf(column, 'class') !== 'COLUMN_REF') return;
  const names = textsOf(column, 'column_names');
  if (names.at(-1) !== 'timestamp' || names.length > 2) return;
  const owners = scope.relations.filter(
    (relation) =>
      relation.columns.includes('timestamp') && (names.length === 1 || relation.name === names[0]),
  );
  const [owner] = owners;
  // `timestamp` must be the table's first column under its own name: an alias list may have given the name to another column.
  if (owner?.base === undefined || owners.length > 1 || owner.columns[0] !== 'timestamp') return;
  if (scope.locals.has('timestamp') || owner.base.table.columns[0]?.name !== 'timestamp') return;
  const { from, to } = rangeOf(comparison, value);
  const held = owner.base.range;
  owner.base.range = { from: Math.max(held.from, from), to: Math.min(held.to, to) };
};

const narrowAll = (scope: Scope, where: Node): void => {
  const type = textOf(where, 'type');
  if (type === 'CONJUNCTION_AND') for (const child of nodesOf(where, 'children')) narrowAll(scope, child);
  if (type === 'COMPARE_BETWEEN') {
    narrow(scope, nodeOf(where, 'input'), 'COMPARE_GREATERTHANOREQUALTO', wholeOf(nodeOf(where, 'lower')));
    narrow(scope, nodeOf(where, 'input'), 'COMPARE_LESSTHANOREQUALTO', wholeOf(nodeOf(where, 'upper')));
  }
  if (!isComparison(type)) return;
  const [left, right] = [nodeOf(where, 'left'), nodeOf(where, 'right')];
  narrow(scope, left, type, wholeOf(right));
  narrow(scope, right, mirrored[type], wholeOf(left));
};

/** Narrows the ranges of the tables of one SELECT, whose scope is resolved. */
export const narrowRanges = (scope: Scope, select: Node): void => {
  const from = nodeOf(select, 'from_table');
  const where = nodeOf(select, 'where_clause');
  if (from === undefined || where === undefined || !isPlain(from)) return;
  narrowAll(scope, where);
};

/** The range that holds both. */
export const union = (a: TimeRange | undefined, b: TimeRange): TimeRange =>
  a === undefined ? b : { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) };

export { always };
