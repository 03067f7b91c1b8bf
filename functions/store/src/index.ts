export { store, type StoreServices } from './store.ts';
