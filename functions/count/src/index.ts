/** Counts what the front door took, for the books. */
export { count, type CountServices } from './count.ts';
