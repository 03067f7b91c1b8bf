export { openStateStore, type EmbeddedStateStore } from './state-store.ts';
