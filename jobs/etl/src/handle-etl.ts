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
import type { Directory, ObjectStore, SchemaStore } from '@sluice/core/ports';
import type { TenantSchema } from '@sluice/core/tenant-schema';
import type { LakeLog } from '@sluice/core/lake';
import type { RunOptions } from './run/prepare.ts';
import type { RanSummary } from './run/run-all.ts';
import { readSurvey, type Surveyed } from './run/survey.ts';

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

/** What was seen and is not declared by now, under the id that its metric has by now. */
const stillUnknown = (seen: readonly Surveyed[], { metrics }: TenantSchema): readonly Surveyed[] =>
  seen.flatMap((one) => {
    const metric = metrics.find(({ id, aliases }) => id === one.metric || aliases.includes(one.metricName));
    if (metric === undefined) return [one];
    const isDeclared = metric.fields.some(({ aliases }) => aliases.includes(one.name));
    return isDeclared ? [] : [{ ...one, metric: metric.id }];
  });

/**
 * `GET schema/proposals`: the fields that the tenant's events had and that are not declared, as the batch counted them; the most frequent
 * first.
 */
export const handleProposals = async (
  event: HttpEvent,
  {
    directory,
    lake,
    objects,
    schemas,
  }: Pick<EtlHttpServices, 'directory' | 'lake' | 'objects'> & { readonly schemas: SchemaStore },
): Promise<HttpResult> => {
  const { requestId, http } = event.requestContext;
  try {
    if (http.method !== 'GET') throw new Refusal(404, `no such call: ${http.method} ${event.rawPath}`);
    const principal = await principalOf(event, directory);
    requireRole(principal, 'admin', 'analyst');
    const seen = await readSurvey(objects, await lake.snapshot(), principal.tenant.id);
    const unknown = stillUnknown(seen, await schemas.get(principal.tenant.id));
    return ok({ unknown: unknown.toSorted((a, b) => b.count - a.count) }, requestId);
  } catch (error) {
    if (error instanceof Refusal) return refused(error, requestId);
    throw error;
  }
};
