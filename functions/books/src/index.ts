export { balance, type Books, type BooksServices, type HourOfBooks } from '@sluice/core/books';
export { handleBooks, type BooksHttpServices } from './handle-books.ts';
