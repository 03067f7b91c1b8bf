import {
  ok,
  principalOf,
  readOptions,
  Refusal,
  refused,
  requireRole,
  type HttpEvent,
  type HttpResult,
} from '@sluice/core/http';
import type { Snapshot } from '@sluice/core/lake';
import type { Directory, ObjectStore } from '@sluice/core/ports';
import type { LakeLog } from '@sluice/core/lake';
import type { RunOptions } from './run/prepare.ts';
import type { RanSummary } from './run/run-all.ts';
import { readSurvey } from './run/survey.ts';

export interface EtlHttpServices {
  readonly directory: Directory;
  readonly lake: LakeLog;
  readonly objects: ObjectStore;
  /** Runs the batch once, wherever it runs. */
  readonly run: (options: Pick<RunOptions, 'retryRefused'>) => Promise<RanSummary>;
}

const statusOf = ({ sequence, watermark, files, refused: notRead }: Snapshot): object => ({
  sequence,
  watermark,
  files: files.length,
  rows: files.reduce((sum, { rows }) => sum + rows, 0),
  bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  refused: notRead,
});

const answer = async (event: HttpEvent, services: EtlHttpServices): Promise<object> => {
  const { method } = event.requestContext.http;
  const principal = await principalOf(event, services.directory);
  switch (method) {
    case 'GET':
      requireRole(principal, 'operator');
      return statusOf(await services.lake.snapshot());
    case 'POST': {
      requireRole(principal, 'operator');
      const options = readOptions(event, 'retryRefused');
      return services.run({ retryRefused: options.flag('retryRefused') });
    }
    default:
      throw new Refusal(404, `no such call: ${method} ${event.rawPath}`);
  }
};

/** `GET meta/etl`: what the lake holds; `POST meta/etl {"retryRefused"?}`: runs the batch. For operators. Rejects when a run fails. */
export const handleEtl = async (event: HttpEvent, services: EtlHttpServices): Promise<HttpResult> => {
  const { requestId } = event.requestContext;
  try {
    return ok(await answer(event, services), requestId);
  } catch (error) {
    if (error instanceof Refusal) return refused(error, requestId);
    throw error;
  }
};

/** `GET schema/proposals`: the unknown fields that the tenant's events had, as the batch counted them; the most frequent first. */
export const handleProposals = async (
  event: HttpEvent,
  { directory, lake, objects }: Pick<EtlHttpServices, 'directory' | 'lake' | 'objects'>,
): Promise<HttpResult> => {
  const { requestId, http } = event.requestContext;
  try {
    if (http.method !== 'GET') throw new Refusal(404, `no such call: ${http.method} ${event.rawPath}`);
    const principal = await principalOf(event, directory);
    requireRole(principal, 'admin', 'analyst');
    const seen = await readSurvey(objects, await lake.snapshot(), principal.tenant.id);
    return ok({ unknown: seen.toSorted((a, b) => b.count - a.count) }, requestId);
  } catch (error) {
    if (error instanceof Refusal) return refused(error, requestId);
    throw error;
  }
};
