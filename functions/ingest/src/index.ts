export { handleIngest, type IngestServices } from './ingest.ts';
