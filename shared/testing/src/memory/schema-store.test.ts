import { schemaStoreContract } from '../contracts/schema-store.ts';
import { memorySchemaStore } from './schema-store.ts';

schemaStoreContract('memory', () => ({ store: memorySchemaStore(), close: async () => {} }));
