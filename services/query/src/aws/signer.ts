import { gatewayHeaders, isTenantId, type TenantId } from '@sluice/core/layout';
import type { AccessKey, Directory } from '@sluice/core/ports';
import type { AwsConfig } from './config.ts';

type Headers = Readonly<Record<string, string>>;

/** Whom the gateway says a request is of. */
type Signer =
  { readonly user: string; readonly tenant: TenantId | undefined } | { readonly identity: string };

/** Tenants that are asked at once for a user. */
const width = 16;
/** Users whose tenant is remembered. They are made for one tenant, once, and never for another. */
const mostKnown = 100_000;

const isUserName = (text: string): boolean => /^[\w+=,.@-]{1,64}$/.test(text);

/** `TENANT/USER`, or `USER` of one that was made before paths had tenants. */
const userOf = (path: string): Signer | undefined => {
  const [user = '', tenant, ...more] = path.split('/').toReversed();
  if (!isUserName(user) || more.length > 0) return undefined;
  if (tenant === undefined) return { user, tenant };
  return isTenantId(tenant) ? { user, tenant } : undefined;
};

/**
 * Reads the ARN first: the gateway has one for every request and overwrites it, but where it has no identity a client's own header of that name might
 * stay. So the identity is believed only of the role that users of the pool have.
 */
const signerOf = (headers: Headers, config: ArnPrefixes): Signer | undefined => {
  const arn = headers[gatewayHeaders.user] ?? '';
  if (arn.startsWith(config.userArnPrefix)) return userOf(arn.slice(config.userArnPrefix.length));
  const identity = headers[gatewayHeaders.identity] ?? '';
  return arn.startsWith(config.signedInArnPrefix) && /^[\w:.-]{1,128}$/.test(identity)
    ? { identity }
    : undefined;
};

export type ArnPrefixes = Pick<AwsConfig, 'userArnPrefix' | 'signedInArnPrefix'>;

/** The key of whoever signed a request, by the headers that the gateway wrote; undefined when that is nobody of ours. */
export type FindSigner = (headers: Headers) => Promise<AccessKey | undefined>;

/**
 * The gateway tells an integration the signer's ARN and not his access key. The ARN has the name of the IAM user, which is the id of a
 * device or user in the directory; all keys of one have one tenant and role, so any of them stands for him. The directory is by tenant,
 * which the ARN's path tells. A user made before it did is looked for in all, two reads each, and remembered.
 */
export const signerFinder = (directory: Directory, config: ArnPrefixes): FindSigner => {
  const known = new Map<string, AccessKey['tenant']>();
  const search = async (user: string): Promise<AccessKey | undefined> => {
    const tenants = await directory.tenants();
    for (let at = 0; at < tenants.length; at += width) {
      const part = tenants.slice(at, at + width);
      const found = (await Promise.all(part.map(({ id }) => directory.keys(id, user)))).flat();
      const [key] = found;
      if (key === undefined) continue;
      if (known.size >= mostKnown) known.clear();
      known.set(user, key.tenant);
      return key;
    }
    return undefined;
  };
  const ofUser = async (
    user: string,
    tenant: TenantId | undefined = known.get(user),
  ): Promise<AccessKey | undefined> => {
    return tenant === undefined ? search(user) : (await directory.keys(tenant, user))[0];
  };
  return async (headers) => {
    const signer = signerOf(headers, config);
    if (signer === undefined) return undefined;
    return 'user' in signer ? ofUser(signer.user, signer.tenant) : directory.key(signer.identity);
  };
};
