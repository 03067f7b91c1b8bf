import { lex } from '../sql/lexer.ts';
import { SqlError } from '../sql-session.ts';

/** What a statement does to the transaction. */
export type Verb = 'begin' | 'end' | 'chain' | 'back' | 'other';

const ends = ['COMMIT', 'ROLLBACK'];

/** From its tag and, for what the tag does not tell, its words: `ROLLBACK TO` a savepoint ends nothing, and `AND CHAIN` begins anew. */
export const verbOf = (tag: string, sql: string): Verb => {
  if (tag === 'BEGIN' || tag === 'START TRANSACTION') return 'begin';
  if (!ends.includes(tag)) return 'other';
  const words = lex(sql).tokens.map((token) => token.text.toLowerCase());
  if (words.includes('to')) return 'back';
  const [last, before] = [words.findLast((word) => word !== ';'), words.at(words.indexOf('chain') - 1)];
  return last === 'chain' && before === 'and' ? 'chain' : 'end';
};

/**
 * Transactions of a read-only server are chatter, but clients watch the status: idle, inside one, or inside a failed one, where only its
 * end is taken.
 */
export class Transaction {
  status: 'I' | 'T' | 'E' = 'I';

  /** Throws SqlError 25P02 for a statement that a failed transaction does not take. */
  check(verb: Verb): void {
    if (this.status === 'E' && (verb === 'begin' || verb === 'other'))
      throw new SqlError(
        '25P02',
        'current transaction is aborted, commands ignored until end of transaction block',
      );
  }

  /** A statement is done. Gives the tag to answer with: ending a failed transaction rolls it back. */
  done(verb: Verb, tag: string): string {
    const failed = this.status === 'E';
    if (verb === 'begin') this.status = 'T';
    if (verb === 'back' && failed) this.status = 'T';
    if (verb !== 'end' && verb !== 'chain') return tag;
    if (verb === 'end') this.status = 'I';
    else if (failed) this.status = 'T';
    return failed ? 'ROLLBACK' : tag;
  }

  failed(): void {
    if (this.status === 'T') this.status = 'E';
  }
}
