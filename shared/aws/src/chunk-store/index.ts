export { dynamoChunkStore, type ChunkStoreOptions } from './chunk-store.ts';
