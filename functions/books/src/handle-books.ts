import { balance, type BooksServices } from '@sluice/core/books';
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

export interface BooksHttpServices extends BooksServices {
  readonly directory: Directory;
}

/** `GET meta/books[?tenant=NAME]`: an operator's books of all tenants or of one; anyone else's of the own tenant. */
export const handleBooks = async (event: HttpEvent, services: BooksHttpServices): Promise<HttpResult> => {
  const { requestId, http } = event.requestContext;
  try {
    if (http.method !== 'GET') throw new Refusal(404, `no such call: ${http.method} ${event.rawPath}`);
    const principal = await principalOf(event, services.directory);
    requireRole(principal, 'operator', 'admin', 'analyst');
    const tenants = await tenantsOf(principal, tenantAsked(event.rawQueryString), services.directory);
    const books = [];
    for (const tenant of tenants) books.push(await balance(tenant.id, services));
    return ok(
      { balanced: books.every(({ balanced }) => balanced), hours: books.flatMap(({ hours }) => hours) },
      requestId,
    );
  } catch (error) {
    if (error instanceof Refusal) return refused(error, requestId);
    throw error;
  }
};

/** The tenant asked for, or null. A misspelt parameter would else give an operator the books of all. */
const tenantAsked = (query: string): string | null => {
  const parameters = new URLSearchParams(query);
  const other = [...parameters.keys()].find((name) => name !== 'tenant');
  if (other !== undefined)
    throw new Refusal(400, `there is no parameter ${JSON.stringify(other.slice(0, 100))}; there is tenant`);
  return parameters.get('tenant');
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
