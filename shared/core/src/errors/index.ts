export { ErrorBatch, type ErrorServices } from './batch.ts';
export { asText, unreadable } from './record.ts';
