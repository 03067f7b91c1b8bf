export { type ChunkStoreOptions, type EmbeddedChunkStore, openChunkStore } from './chunk-store.ts';
