import {
  ok,
  principalOf,
  readOptions,
  Refusal,
  refused,
  requireRole,
  type HttpEvent,
  type HttpResult,
  type Options,
} from '@sluice/core/http';
import { SluiceError } from '@sluice/core/failure';
import type { TenantId } from '@sluice/core/layout';
import type { Directory } from '@sluice/core/ports';
import {
  replayArchive,
  replayUndelivered,
  type ArchiveReplayed,
  type ArchiveServices,
  type UndeliveredReplayed,
} from './archive/index.ts';
import { archiveOptions, readArchiveCall } from './archive/read-call.ts';
import { consumers, isConsumer, type Consumer } from './consumers.ts';
import { replayGivenUp, type Replayed, type ReplayServices } from './replay.ts';

export interface ReplayHttpServices extends ReplayServices {
  readonly directory: Directory;
  /** Absent where archives cannot be replayed. */
  readonly archive?: ArchiveServices;
}

/**
 * `POST meta/replay {"consumer"?, "tenant"?, "dryRun"?}`, for operators: replays what lies in the on-failure store.
 * `{"stage", "from", "to", "tenant"?, "dryRun"?, "restart"?, "into"?, "rate"?, "late"?, "id"?}`: one slice of a replay of an archive;
 * `{"stage": "errors", "dryRun"?}`: one of what could not be delivered. Ask again until the answer is `done`.
 * Rejects with OutOfService when the directory, a store or a stream is away.
 */
export const handleReplay = async (event: HttpEvent, services: ReplayHttpServices): Promise<HttpResult> => {
  const { requestId, http } = event.requestContext;
  try {
    if (http.method !== 'POST') throw new Refusal(404, `no such call: ${http.method} ${event.rawPath}`);
    requireRole(await principalOf(event, services.directory), 'operator');
    const options = readOptions(event, 'consumer', 'tenant', 'dryRun', ...archiveOptions);
    const isArchive = archiveOptions.some((name) => options.has(name));
    return ok(await (isArchive ? archived(options, services) : givenUp(options, services)), requestId);
  } catch (error) {
    if (error instanceof Refusal) return refused(error, requestId);
    throw error;
  }
};

const givenUp = async (options: Options, services: ReplayHttpServices): Promise<Replayed> => {
  const consumer = consumerNamed(options.text('consumer'));
  const dryRun = options.flag('dryRun');
  const tenant = await tenantNamed(options.text('tenant'), services.directory);
  return replayGivenUp(services, { consumer, tenant, dryRun });
};

const archived = async (
  options: Options,
  { archive, directory }: ReplayHttpServices,
): Promise<ArchiveReplayed | UndeliveredReplayed> => {
  if (archive === undefined) throw new Refusal(400, 'archives cannot be replayed here');
  const call = readArchiveCall(options, archive.clock.now());
  if (call.stage === 'errors') return replayUndelivered(archive, call);
  const tenant = await tenantNamed(options.text('tenant'), directory);
  const target = archive.target(call.stage, call.into);
  if (target === undefined)
    throw new Refusal(
      400,
      `the stream ${JSON.stringify(call.into)} cannot be replayed into from here; leave "into" out, or on AWS name a stream that batch.replayInto of infra/src/environments.ts has`,
    );
  try {
    return await replayArchive({ ...call, tenant }, target, call, archive);
  } catch (error) {
    if (error instanceof SluiceError && error.code === 'OtherReplay') throw new Refusal(409, error.message);
    throw error;
  }
};

const consumerNamed = (name: string | undefined): Consumer | undefined => {
  if (name === undefined || isConsumer(name)) return name;
  throw new Refusal(
    400,
    `there is no consumer ${JSON.stringify(name.slice(0, 100))}; there are ${consumers.join(', ')}`,
  );
};

const tenantNamed = async (name: string | undefined, directory: Directory): Promise<TenantId | undefined> => {
  if (name === undefined) return undefined;
  const tenant = await directory.tenantByName(name);
  if (tenant === undefined)
    throw new Refusal(404, `there is no tenant ${JSON.stringify(name.slice(0, 100))}`);
  return tenant.id;
};
