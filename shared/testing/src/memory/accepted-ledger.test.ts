import { acceptedContract } from '../contracts/accepted.ts';
import { memoryAcceptedLedger } from './accepted-ledger.ts';

acceptedContract('memory', () => Promise.resolve(memoryAcceptedLedger()));
