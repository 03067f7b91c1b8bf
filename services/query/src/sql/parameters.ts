import type { SqlValue } from '../sql-session.ts';
import { castTo, textConstant } from './build.ts';
import type { Refuse } from './check.ts';
import { isList, isNode, textOf, type Json, type Node } from './tree.ts';

/** A parameter's value as text, and the type the client declared for it, if it did. */
export interface Parameter {
  readonly value: SqlValue;
  readonly type?: string;
}

const each = (value: Json, onParameter: (node: Node) => void): void => {
  if (isList(value)) for (const entry of value) each(entry, onParameter);
  if (!isNode(value)) return;
  if (textOf(value, 'class') === 'PARAMETER') onParameter(value);
  else for (const entry of Object.values(value)) each(entry, onParameter);
};

/** How many `$n` a statement has; refuses named ones. */
export const countParameters = (tree: Json, refuse: Refuse): number => {
  let count = 0;
  each(tree, (node) => {
    const name = textOf(node, 'identifier');
    if (!/^[1-9]\d{0,4}$/.test(name))
      refuse(node, `parameter $${name} is not a number; write $1, $2, …`, '42P02');
    count = Math.max(count, Number(name));
  });
  return count;
};

/**
 * Puts the values in as text constants, which the engine casts to what their place asks for, as PostgreSQL does with untyped parameters.
 * They are nodes, never text: no value can change the statement.
 */
export const fillParameters = (tree: Json, parameters: readonly Parameter[]): void =>
  each(tree, (node) => {
    const parameter = parameters[Number(textOf(node, 'identifier')) - 1];
    const constant = textConstant(parameter?.value ?? null);
    const filled = parameter?.type === undefined ? constant : castTo(constant, parameter.type);
    const alias = node['alias'] ?? '';
    for (const key of Object.keys(node)) Reflect.deleteProperty(node, key);
    Object.assign(node, filled, { alias });
  });
