import { argument, serve } from '../process/serve.ts';
import { handleNaming } from './damage.ts';
import { openDuckDb } from './duckdb.ts';
import { createEngine } from './engine.ts';
import { failureOf } from './failures.ts';
import type { EngineSettings } from './protocol.ts';

/** The engine process of one tenant. It is started with no environment and ends with the service. */
const isSettings = (value: unknown): value is EngineSettings =>
  typeof value === 'object' && value !== null && 'spoolFolder' in value && 'memoryMegabytes' in value;

const settings = argument();
if (!isSettings(settings)) throw new Error('engine-main takes its settings as JSON');
const engine = await createEngine(await openDuckDb(settings));
serve(
  (request) => handleNaming(engine, request),
  (error, request) =>
    failureOf(error, 'statement' in request ? engine.statements.get(request.statement)?.places : undefined),
);
process.send?.({ ready: true });
