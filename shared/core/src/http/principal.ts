import type { AccessKey, Directory, Role, Tenant } from '../ports/directory.ts';
import { Refusal } from './answer.ts';
import type { HttpEvent } from './event.ts';

/** Who signed a request. The tenant comes from here and from nowhere else (promise P4). */
export interface Principal {
  readonly key: AccessKey;
  readonly tenant: Tenant;
}

/**
 * The id under which the directory has the signer: the access key's, or for a user of the identity pool, whose access keys last an hour,
 * the identity's.
 */
export const signerOf = ({ requestContext: { authorizer } }: HttpEvent): string =>
  authorizer.iam.cognitoIdentity?.identityId ?? authorizer.iam.accessKey;

/** The principal of an event whose signature was verified before. Refuses with 403 when the key was revoked since, or the `x-api-key` is another tenant's. */
export const principalOf = async (event: HttpEvent, directory: Directory): Promise<Principal> => {
  const key = await directory.key(signerOf(event));
  const tenant = key && (await directory.tenant(key.tenant));
  if (key === undefined || tenant === undefined) throw new Refusal(403, 'the access key is not valid');
  const apiKey = event.headers['x-api-key'];
  if (apiKey !== undefined && apiKey !== tenant.apiKey)
    throw new Refusal(403, "the x-api-key is not the signer's tenant's");
  return { key, tenant };
};

/** Refuses with 403 unless the principal has one of the roles. */
export const requireRole = (principal: Principal, ...roles: readonly Role[]): void => {
  if (roles.includes(principal.key.role)) return;
  throw new Refusal(
    403,
    `a key of role ${principal.key.role} may not do this; it takes ${roles.join(' or ')}`,
  );
};
