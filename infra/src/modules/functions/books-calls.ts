import { allowDeepBooks, booksMegabytes, deepBooksPlaces } from './books.ts';
import { bothForms, frontDoorSeconds, type FunctionPart } from './part.ts';

export const booksCalls: FunctionPart<'books-calls'> = {
  description: 'The books of a tenant, for who asks',
  memoryMegabytes: booksMegabytes,
  timeoutSeconds: frontDoorSeconds,
  routes: bothForms('meta/books'),
  variables: deepBooksPlaces,
  allow: allowDeepBooks,
};
