import {
  ok,
  principalOf,
  Refusal,
  refused,
  requireRole,
  type HttpEvent,
  type HttpResult,
  type Principal,
} from '@sluice/core/http';
import type { Directory, Tenant } from '@sluice/core/ports';
import { deepBooks, depthsOf, together, type Depth, type DeepBooksServices } from './deep-books.ts';

export type BooksHttpServices = DeepBooksServices & { readonly directory: Directory };

/**
 * `GET meta/books[?tenant=NAME][&depth=near-line|lake|warehouse][&since=TIME]`: an operator's books of all tenants or of one; anyone else's of the own
 * tenant. Without a depth they end at the near-line store.
 */
export const handleBooks = async (event: HttpEvent, services: BooksHttpServices): Promise<HttpResult> => {
  const { requestId, http } = event.requestContext;
  try {
    if (http.method !== 'GET') throw new Refusal(404, `no such call: ${http.method} ${event.rawPath}`);
    const principal = await principalOf(event, services.directory);
    requireRole(principal, 'operator', 'admin', 'analyst');
    const { name, depth, since } = asked(event.rawQueryString, depthsOf(services));
    const books = [];
    for (const tenant of await tenantsOf(principal, name, services.directory))
      books.push(await deepBooks(tenant.id, depth, { ...services, ...since }));
    return ok(together(books, depth), requestId);
  } catch (error) {
    if (error instanceof Refusal) return refused(error, requestId);
    throw error;
  }
};

const parameterNames: readonly string[] = ['tenant', 'depth', 'since'];

interface Asked {
  readonly name: string | null;
  readonly depth: Depth;
  /** The beginning of an hour of arrival. */
  readonly since: { readonly since?: number };
}

/** What is asked for. A misspelt parameter would else give an operator the books of all. */
const asked = (query: string, depths: readonly Depth[]): Asked => {
  const parameters = new URLSearchParams(query);
  const other = [...parameters.keys()].find((name) => !parameterNames.includes(name));
  if (other !== undefined)
    throw new Refusal(
      400,
      `there is no parameter ${JSON.stringify(other.slice(0, 100))}; there are ${parameterNames.join(', ')}`,
    );
  return {
    name: parameters.get('tenant'),
    depth: depthOf(parameters.get('depth') ?? 'near-line', depths),
    since: sinceOf(parameters.get('since')),
  };
};

const hourMs = 3_600_000;

/** Books are of whole hours: of the one that the time is in too. */
const sinceOf = (text: string | null): Asked['since'] => {
  if (text === null) return {};
  const at = Date.parse(text);
  if (at >= 0) return { since: Math.floor(at / hourMs) * hourMs };
  throw new Refusal(
    400,
    `since must be a time, as 2026-11-23T12:00:00Z; it is ${JSON.stringify(text.slice(0, 100))}`,
  );
};

const depthOf = (text: string, depths: readonly Depth[]): Depth => {
  const depth = depths.find((one) => one === text);
  if (depth !== undefined) return depth;
  throw new Refusal(
    400,
    `there is no depth ${JSON.stringify(text.slice(0, 100))}; there are ${depths.join(', ')}`,
  );
};

const tenantsOf = async (
  principal: Principal,
  name: string | null,
  directory: Directory,
): Promise<readonly Tenant[]> => {
  if (principal.key.role !== 'operator') {
    if (name !== null && name !== principal.tenant.name)
      throw new Refusal(403, "these are another tenant's books");
    return [principal.tenant];
  }
  if (name === null) return directory.tenants();
  const tenant = await directory.tenantByName(name);
  if (tenant === undefined) throw new Refusal(404, `there is no tenant ${JSON.stringify(name)}`);
  return [tenant];
};
