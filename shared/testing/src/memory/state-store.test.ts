import { stateStoreContract } from '../contracts/state-store.ts';
import { memoryStateStore } from './state-store.ts';

stateStoreContract('memory', async () => memoryStateStore());
