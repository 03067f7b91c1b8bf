export { dynamoStateStore, type StateStoreOptions } from './state-store.ts';
