import { chunkStoreContract } from '../contracts/chunk-store.ts';
import { memoryChunkStore } from './chunk-store.ts';

chunkStoreContract('memory', memoryChunkStore);
