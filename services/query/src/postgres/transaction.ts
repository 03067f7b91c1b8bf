import { SqlError } from '../sql-session.ts';

/**
 * Transactions of a read-only server are chatter, but clients watch the status: idle, inside one, or inside a failed one, where only its
 * end is taken.
 */
export class Transaction {
  status: 'I' | 'T' | 'E' = 'I';

  /** Throws SqlError 25P02 for a statement that a failed transaction does not take. */
  check(tag: string): void {
    if (this.status === 'E' && tag !== 'COMMIT' && tag !== 'ROLLBACK')
      throw new SqlError(
        '25P02',
        'current transaction is aborted, commands ignored until end of transaction block',
      );
  }

  /** The tag to answer with: ending a failed transaction rolls it back. */
  done(tag: string): string {
    const failed = this.status === 'E';
    if (tag === 'BEGIN') this.status = 'T';
    if (tag !== 'COMMIT' && tag !== 'ROLLBACK') return tag;
    this.status = 'I';
    return failed ? 'ROLLBACK' : tag;
  }

  failed(): void {
    if (this.status === 'T') this.status = 'E';
  }
}
