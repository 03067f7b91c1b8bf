import { scanEvent, scanEvents, SyntaxFault, type ScannedEvent } from '@sluice/core/event';
import {
  okText,
  principalOf,
  readBody,
  Refusal,
  refused,
  routeOf,
  type HttpEvent,
  type HttpResult,
  type Principal,
} from '@sluice/core/http';
import { limits } from '@sluice/core/layout';
import type { Clock, Directory, EventStream, NewUlid } from '@sluice/core/ports';
import { aboveBurst, overQuota, quotaHeaders, type Quotas } from '@sluice/core/quota';
import type { CachedSchemas } from '@sluice/core/tenant-schema';
import { judge, type Verdict } from './judge.ts';
import { pack } from './pack.ts';
import { answerEvent, answerEvents, type Answered } from './answers.ts';

export interface IngestServices {
  readonly directory: Directory;
  /** For the verdicts: may be as old as the cache's bound. What is stored is decided by the schema at the validate stage. */
  readonly schemas: CachedSchemas;
  readonly quotas: Quotas;
  readonly stream: EventStream;
  readonly clock: Clock;
  readonly newUlid: NewUlid;
  /** Where it is told why the stream refused records; the client is told only to send again. */
  readonly log?: (message: string, error: unknown) => void;
}

/**
 * `PUT|POST stream/event` and `stream/events`: a verdict for each event, and those that can be stored on the raw stream before the answer.
 * 2xx means that every event reported accepted is durable (promise P1).
 */
export const handleIngest = async (event: HttpEvent, services: IngestServices): Promise<HttpResult> => {
  const { requestId } = event.requestContext;
  try {
    const single = isSingle(event);
    return await ingest(event, single, await principalOf(event, services.directory), services);
  } catch (error) {
    if (error instanceof Refusal) return refused(error, requestId);
    throw error;
  }
};

const ingest = async (
  event: HttpEvent,
  single: boolean,
  principal: Principal,
  services: IngestServices,
): Promise<HttpResult> => {
  try {
    return await store(event, single, principal, services);
  } catch (error) {
    throw error instanceof Refusal ? withQuota(error, principal, services) : error;
  }
};

/** A refusal tells what is left of the quota too; taking nothing reads it. */
const withQuota = (
  { status, message, headers }: Refusal,
  { tenant, key }: Principal,
  { quotas }: IngestServices,
): Refusal => {
  const left = quotas.take({ tenant: tenant.id, device: key.device }, 0, tenant.quota);
  return new Refusal(status, message, { ...quotaHeaders(tenant.quota, left), ...headers });
};

const store = async (
  event: HttpEvent,
  single: boolean,
  principal: Principal,
  services: IngestServices,
): Promise<HttpResult> => {
  const sent = scanBody(readBody(event), single);
  const headers = takeQuota(principal, sent.length, services);
  const schema = await services.schemas.get(principal.tenant.id);
  const now = services.clock.now();
  const verdicts = sent.map((one) => judge(one, principal.key.device, schema, now));
  const answered = await put(sent, verdicts, principal, now, services);
  const answer = single ? answerEvent(answered) : answerEvents(answered);
  return okText(answer, event.requestContext.requestId, headers);
};

const isSingle = (event: HttpEvent): boolean => {
  const route = routeOf(event.rawPath);
  const { method } = event.requestContext.http;
  if ((method === 'PUT' || method === 'POST') && (route === 'stream/event' || route === 'stream/events'))
    return route === 'stream/event';
  throw new Refusal(404, `no such call: ${method} ${event.rawPath}`);
};

const scanBody = (text: string, single: boolean): readonly ScannedEvent[] => {
  try {
    const events = single ? [scanEvent(text)] : scanEvents(text);
    if (events.length > limits.eventsPerRequest)
      throw new Refusal(400, `${events.length} events in one request; at most ${limits.eventsPerRequest}`);
    return events;
  } catch (error) {
    if (error instanceof SyntaxFault) throw new Refusal(400, error.message);
    throw error;
  }
};

/** Takes the request's events, rejected ones included, out of the principal's bucket. */
const takeQuota = (
  { tenant, key }: Principal,
  events: number,
  services: IngestServices,
): Readonly<Record<string, string>> => {
  const impossible = aboveBurst(events, tenant.quota);
  if (impossible !== undefined) throw impossible;
  const taken = services.quotas.take({ tenant: tenant.id, device: key.device }, events, tenant.quota);
  if (!taken.ok) throw overQuota(events, tenant.quota, taken);
  return quotaHeaders(tenant.quota, taken);
};

const put = async (
  sent: readonly ScannedEvent[],
  verdicts: readonly Verdict[],
  { key, tenant }: Principal,
  now: number,
  services: IngestServices,
): Promise<readonly Answered[]> => {
  const packed = pack(
    sent,
    verdicts,
    { tenant: tenant.id, device: key.device, receivedAt: now },
    services.newUlid,
  );
  const outcomes = await services.stream.put(packed.map(({ record }) => record));
  const refusedBy = new Map<number, string>();
  for (const [i, { events }] of packed.entries()) {
    const outcome = outcomes[i];
    if (outcome?.ok === true) continue;
    for (const position of events) refusedBy.set(position, outcome?.failure.code ?? 'InternalFailure');
  }
  const failure = outcomes.find((outcome) => !outcome.ok)?.failure;
  if (failure !== undefined) services.log?.(`the raw stream refused ${refusedBy.size} events`, failure);
  if (sent.length > 0 && refusedBy.size === sent.length)
    throw new Refusal(503, 'the stream does not take events now; nothing was acknowledged, send them again');
  return verdicts.map((verdict, position) => ({ verdict, refusedBy: refusedBy.get(position) }));
};
