import { allowBooks, booksMegabytes, booksPlaces } from './books.ts';
import { bothForms, frontDoorSeconds, type FunctionPart } from './part.ts';

export const booksCalls: FunctionPart<'books-calls'> = {
  description: 'The books of a tenant, for who asks',
  memoryMegabytes: booksMegabytes,
  timeoutSeconds: frontDoorSeconds,
  routes: bothForms('meta/books'),
  variables: booksPlaces,
  allow: allowBooks,
};
