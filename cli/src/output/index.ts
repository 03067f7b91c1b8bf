/** Tables for a terminal, for programs. */
export { readRow, type AnsweredRow } from './answered-rows.ts';
export { booksTable } from '../commands/books.ts';
export { counted, left, right, table, type Cell } from './table.ts';
