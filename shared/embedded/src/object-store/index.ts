export { openObjectStore } from './object-store.ts';
