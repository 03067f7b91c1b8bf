import { SqlError, type Cursor, type Statement } from '../sql-session.ts';
import type { Bound } from './bind.ts';
import type { Verb } from './transaction.ts';

/** A statement of the client. */
export interface Prepared {
  /** Undefined for an empty query. */
  readonly statement: Statement | undefined;
  /** Type ids that the client declared for its parameters; 0 or absent for none. */
  readonly declared: readonly number[];
  readonly verb: Verb;
  /** What its text takes, about. */
  readonly bytes: number;
  /** Prepares it once more. */
  again(): Promise<Statement>;
}

export interface Portal extends Bound {
  readonly prepared: Prepared;
  /** A statement of this portal alone, because another portal read from the shared one when this began. */
  own: Statement | undefined;
  cursor: Cursor | undefined;
  finished: boolean;
}

/** What one session may hold, about: these limits are far above what drivers keep (JDBC 256 statements, 5 MB). */
const most = { entries: 10_000, bytes: 64 << 20 } as const;

const bytesOf = ({ parameters }: Portal): number =>
  parameters.reduce((sum, value) => sum + (value?.length ?? 0), 0);

/** The prepared statements and portals of one session, by name; the empty name is replaced silently. */
export class Shelf {
  readonly #statements = new Map<string, Prepared>();
  readonly #portals = new Map<string, Portal>();

  statement(name: string): Prepared {
    const prepared = this.#statements.get(name);
    if (prepared === undefined) throw new SqlError('26000', `prepared statement "${name}" does not exist`);
    return prepared;
  }

  portal(name: string): Portal {
    const portal = this.#portals.get(name);
    if (portal === undefined) throw new SqlError('34000', `portal "${name}" does not exist`);
    return portal;
  }

  /** Throws SqlError 42P05 for a name that is taken, 53400 when the session holds too much. */
  checkNewStatement(name: string): void {
    if (name !== '' && this.#statements.has(name))
      throw new SqlError('42P05', `prepared statement "${name}" already exists`);
    this.#checkRoom();
  }

  keepStatement(name: string, prepared: Prepared): void {
    this.#statements.set(name, prepared);
  }

  async forgetStatement(name: string): Promise<void> {
    const prepared = this.#statements.get(name);
    this.#statements.delete(name);
    if (prepared !== undefined) await this.#release(prepared);
  }

  keepPortal(name: string, portal: Portal): void {
    this.#checkRoom();
    this.#portals.set(name, portal);
  }

  async closePortal(name: string): Promise<void> {
    const portal = this.#portals.get(name);
    this.#portals.delete(name);
    if (portal === undefined) return;
    await this.finish(portal);
    await portal.own?.close();
    await this.#release(portal.prepared);
  }

  async closePortals(): Promise<void> {
    for (const name of [...this.#portals.keys()]) await this.closePortal(name);
  }

  async clear(): Promise<void> {
    await this.closePortals();
    for (const name of [...this.#statements.keys()]) await this.forgetStatement(name);
  }

  /** The open result of a portal. A statement has one result at a time: a second portal that is read beside the first gets a statement of its own. */
  async open(portal: Portal): Promise<{ readonly statement: Statement; readonly cursor: Cursor }> {
    const { prepared } = portal;
    const taken = [...this.#portals.values()].some(
      (other) => other !== portal && other.prepared === prepared && other.cursor !== undefined && !other.own,
    );
    if (taken && portal.cursor === undefined) portal.own = await prepared.again();
    const statement = portal.own ?? prepared.statement;
    if (statement === undefined) throw new SqlError('34000', 'an empty query has no result');
    portal.cursor ??= await statement.execute(portal.parameters);
    return { statement, cursor: portal.cursor };
  }

  /** Ends a portal's result; the portal stays. */
  async finish(portal: Portal): Promise<void> {
    const { cursor } = portal;
    portal.cursor = undefined;
    portal.finished = true;
    await cursor?.close();
  }

  /** Closes a statement that no name and no portal leads to any more. */
  async #release(prepared: Prepared): Promise<void> {
    const named = [...this.#statements.values()].includes(prepared);
    const used = [...this.#portals.values()].some((portal) => portal.prepared === prepared);
    if (!named && !used) await prepared.statement?.close();
  }

  #checkRoom(): void {
    const [statements, portals] = [[...this.#statements.values()], [...this.#portals.values()]];
    const bytes =
      statements.reduce((sum, one) => sum + one.bytes, 0) +
      portals.reduce((sum, one) => sum + bytesOf(one), 0);
    if (statements.length + portals.length >= most.entries || bytes >= most.bytes)
      throw new SqlError('53400', 'this session holds too many prepared statements; close some');
  }
}
