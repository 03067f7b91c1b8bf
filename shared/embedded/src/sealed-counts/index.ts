export { openSealedCounts, type EmbeddedSealedCounts } from './sealed-counts.ts';
