import { errorSinkContract } from '../contracts/error-sink.ts';
import { memoryErrorSink } from './error-sink.ts';

errorSinkContract('memory', async () => {
  const sink = memoryErrorSink();
  return { sink, stored: async (stage, kind) => sink.stored(stage, kind) };
});
