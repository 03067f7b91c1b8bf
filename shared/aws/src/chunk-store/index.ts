export { dynamoChunkStore, type ChunkStoreOptions } from './chunk-store.ts';
export { withinRetention } from './within-retention.ts';
