import { makeVerifier, scramSaltBytes } from '@sluice/core/scram';
import type { TenantId } from '@sluice/core/layout';
import type { AccessKey, Role } from '@sluice/core/ports';
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
  /** Left out for a user's key, whose device is its own id. */
  readonly device?: string;
}

/** A new access key with its SQL login. It is stored nowhere yet. Takes about a millisecond. */
export const mintAccessKey = (owner: KeyOwner, services: Omit<MintServices, 'newUlid'>): AccessKey => {
  const { clock, randomBytes } = services;
  const id = mintKeyId(randomBytes);
  const secret = mintSecret(randomBytes);
  return {
    id,
    secret,
    scram: makeVerifier(secret, randomBytes(scramSaltBytes)),
    tenant: owner.tenant,
    role: owner.role,
    device: owner.device ?? id,
    createdAt: clock.now(),
  };
};
