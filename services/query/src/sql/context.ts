import { SqlError } from '../sql-session.ts';
import type { Places } from './places.ts';
import type { Base, EngineTable, Relation } from './scope.ts';
import type { Node } from './tree.ts';

/** What session functions (`version()`, `current_user`, …) answer; by lower-case name, called without arguments. */
export interface SessionFacts {
  readonly functions: Readonly<Record<string, string>>;
  /** What `current_setting` may tell; by lower-case name. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface TableMention {
  readonly catalog: string;
  readonly schema: string;
  readonly name: string;
  readonly quoted: boolean;
}

/** A common table expression in reach. */
export interface Cte {
  readonly name: string;
  readonly engineName: string;
  readonly columns: readonly string[];
  readonly open: boolean;
}

export interface Shape {
  readonly columns: readonly string[];
  readonly open: boolean;
}

/** State of one rewriting. */
export interface Context {
  readonly places: Places;
  readonly facts: SessionFacts;
  /** The tenant's table of a mention; undefined when there is none. */
  table(mention: TableMention): EngineTable | undefined;
  readonly bases: { readonly base: Base; readonly relation: Relation }[];
  /** Stars with the relations that were in reach of them: what was exposed is taken out again. */
  readonly stars: { readonly node: Node; readonly relations: readonly Relation[] }[];
  nextCte: number;
}

export const fail = (context: Context, node: Node, sqlstate: string, message: string): never => {
  throw new SqlError(sqlstate, message, context.places.position(node));
};

/** Two names that both fit an unquoted one. */
export const failAmbiguous = (context: Context, node: Node, name: string, both: readonly string[]): never =>
  fail(
    context,
    node,
    '42702',
    `column reference "${name}" is ambiguous: it may be ${both.map((one) => `"${one}"`).join(' or ')}; quote the one you mean`,
  );
