export { balance, type BooksServices } from './balance.ts';
export { handleBooks, type BooksHttpServices } from './handle-books.ts';
export type { Books, HourOfBooks } from './books.ts';
