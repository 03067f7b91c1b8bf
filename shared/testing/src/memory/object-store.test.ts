import { objectStoreContract } from '../contracts/object-store.ts';
import { memoryObjectStore } from './object-store.ts';

objectStoreContract('memory', memoryObjectStore);
