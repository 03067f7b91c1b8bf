export { balance } from './balance.ts';
export { classify, type Copy, type Fate } from './classify.ts';
export { countOf, EventSet } from './event-set.ts';
export { gapOf, type Books, type HourOfBooks } from './hours.ts';
export type { BooksServices, Found, Visit } from './services.ts';
