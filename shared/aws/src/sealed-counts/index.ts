export { dynamoSealedCounts, type SealedCountsOptions } from './sealed-counts.ts';
