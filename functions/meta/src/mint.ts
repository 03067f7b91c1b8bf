import { makeVerifier, scramSaltBytes } from '@sluice/core/scram';
import type { TenantId } from '@sluice/core/layout';
import type { AccessKey, KeyMint, Role } from '@sluice/core/ports';
import type { MintServices, RandomBytes } from './services.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'; // Crockford base32

/** Five bits a character; the bytes are random, so of eight bits three are left out. */
const randomText = (characters: number, randomBytes: RandomBytes): string =>
  Array.from(randomBytes(characters), (byte) => alphabet.charAt(byte & 31)).join('');

/** `SL` and 18 characters (90 random bits): as long as an AWS id, but in no form that secret scanners take for one. */
const mintKeyId = (randomBytes: RandomBytes): string => `SL${randomText(18, randomBytes)}`;

/** 40 characters of base64url (240 random bits): as long as an AWS secret, and free of what URLs and shells treat apart. */
const mintSecret = (randomBytes: RandomBytes): string => Buffer.from(randomBytes(30)).toString('base64url');

/** A tenant's API key, the optional second factor: 40 characters of Crockford base32. */
export const mintApiKey = (randomBytes: RandomBytes): string => randomText(40, randomBytes);

export interface KeyOwner {
  readonly tenant: TenantId;
  readonly role: Role;
  /** Whose key it is: a device, or a user, who has an id of the same kind. */
  readonly device: string;
}

/** The mint of one machine: ids and secrets from a random source. It keeps nothing, so there is nothing to revoke. */
export const randomKeys = (randomBytes: RandomBytes): KeyMint => ({
  mint: () => Promise.resolve({ id: mintKeyId(randomBytes), secret: mintSecret(randomBytes) }),
  revoke: () => Promise.resolve(),
  deleteUser: () => Promise.resolve(),
});

/**
 * A new access key with its SQL login. The directory does not know it yet, so it opens nothing. Takes about a millisecond of our own.
 * @throws OutOfService, and SluiceError `TooManyKeys` when the mint has as many of this owner as are possible
 */
export const mintAccessKey = async (
  { tenant, role, device }: KeyOwner,
  { clock, randomBytes, keyMint }: Omit<MintServices, 'newUlid'>,
): Promise<AccessKey> => {
  const { id, secret } = await keyMint.mint({ name: device, tenant, device, role });
  return {
    id,
    secret,
    scram: makeVerifier(secret, randomBytes(scramSaltBytes)),
    tenant,
    role,
    device,
    createdAt: clock.now(),
  };
};
