export { balance, type Books, type BooksServices, type HourOfBooks } from '@sluice/core/books';
export { depths, type DeepBooks, type Depth } from './deep-books.ts';
export { handleBooks, type BooksHttpServices } from './handle-books.ts';
export {
  failedMessage,
  gapMessage,
  ranMessage,
  runBooks,
  sinceDays,
  type RanBooks,
  type RunBooksServices,
} from './run-books.ts';
