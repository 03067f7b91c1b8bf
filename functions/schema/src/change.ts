import { isDeepStrictEqual } from 'node:util';
import { Refusal } from '@sluice/core/http';
import type { SchemaStore } from '@sluice/core/ports';
import type { Edit, SchemaChange, Stamp, TenantSchema } from '@sluice/core/tenant-schema';
import { refusalFor } from './refusals.ts';
import type { Call } from './services.ts';

/**
 * Tries before a call gives up. Each lost race is someone else's change, so this many people would have to change one tenant's schema at
 * the same moment.
 */
export const mostTries = 20;

/** Who asks, and when. */
export const stampOf = ({ principal, services }: Call): Stamp => ({
  at: services.clock.now(),
  by: principal.key.id,
});

/** The history names the request, for the log and to tell two equal changes apart. */
const withRequest = (change: SchemaChange, { event }: Call): SchemaChange => ({
  ...change,
  change: { ...change.change, requestId: event.requestContext.requestId },
});

/**
 * Whether a conflict was with ourselves: a store's client that repeats a write whose answer got lost finds its own version there. Without
 * this, creating a metric would then fail with a clash of names with itself.
 */
const isStored = async (schemas: SchemaStore, call: Call, change: SchemaChange): Promise<boolean> => {
  const history = await schemas.history(call.principal.tenant.id);
  return history.some((entry) => isDeepStrictEqual(entry, change));
};

/**
 * Makes a change over whatever others have made before it, so that no two writers undo each other.
 * @throws Refusal 400 or 404 as the change is refused, 409 when others were first {@link mostTries} times in a row
 */
export const applyChange = async (call: Call, edit: (schema: TenantSchema) => Edit): Promise<object> => {
  const { schemas } = call.services;
  const tenant = call.principal.tenant.id;
  for (let tries = 0; tries < mostTries; tries++) {
    const before = await schemas.get(tenant);
    const result = edit(before);
    if (result.outcome === 'unchanged') return {};
    if (result.outcome === 'refused') throw refusalFor(result);
    const change = withRequest(result.change, call);
    if ((await schemas.replace(tenant, before.version, result.schema, change)) === 'stored') return {};
    if (await isStored(schemas, call, change)) return {};
  }
  throw new Refusal(
    409,
    `others changed the schema ${mostTries} times while this change was made; nothing of it was stored, send it again`,
  );
};
