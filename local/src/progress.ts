import {
  ok,
  principalOf,
  Refusal,
  refused,
  requireRole,
  type HttpEvent,
  type HttpResult,
} from '@sluice/core/http';
import type { Directory } from '@sluice/core/ports';
import type { LogStream } from '@sluice/embedded/stream';
import type { Pipeline } from './workers/pipeline.ts';

export interface ProgressServices {
  readonly directory: Directory;
  readonly raw: LogStream;
  readonly pipeline: Pipeline;
}

/** `GET meta/progress`: how many records are on their way, by stream; all tenants together, so it names none. */
export const handleProgress = async (
  event: HttpEvent,
  { directory, raw, pipeline }: ProgressServices,
): Promise<HttpResult> => {
  const { requestId, http } = event.requestContext;
  try {
    if (http.method !== 'GET') throw new Refusal(404, `no such call: ${http.method} ${event.rawPath}`);
    requireRole(await principalOf(event, directory), 'operator', 'admin', 'analyst');
  } catch (error) {
    if (error instanceof Refusal) return refused(error, requestId);
    throw error;
  }
  const sum = (last: (shard: string) => number, done: (shard: string) => number): number =>
    raw.shards.reduce((total, shard) => total + Math.max(0, last(shard) - done(shard)), 0);
  const toValidate = sum(
    (shard) => raw.last(shard),
    (shard) => pipeline.doneWith('validate', shard),
  );
  const toStore = sum(
    (shard) => pipeline.stagedLast(shard),
    (shard) => pipeline.doneWith('store', shard),
  );
  return ok({ inFlight: toValidate + toStore, records: { raw: toValidate, staged: toStore } }, requestId);
};
