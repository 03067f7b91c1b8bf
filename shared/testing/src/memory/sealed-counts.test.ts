import { sealedCountsContract } from '../contracts/sealed-counts.ts';
import { memorySealedCounts } from './sealed-counts.ts';

sealedCountsContract('memory', async () => memorySealedCounts());
