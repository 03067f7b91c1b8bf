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
    const tenants = await tenantsOf(
      principal,
      new URLSearchParams(event.rawQueryString).get('tenant'),
      services.directory,
    );
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
