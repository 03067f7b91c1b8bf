import type { TenantId } from '../layout/index.ts';
import type { Role } from './directory.ts';

/** Whose a key is, where keys are made: a device, or a user of a tenant. */
export interface KeyUser {
  /** Unique over all tenants, at most 64 of letters, digits and `+=,.@_-`: an id of ours. */
  readonly name: string;
  readonly tenant: TenantId;
  /** The device that events signed with the key are of. */
  readonly device: string;
  /** What it may call: a device only sends. */
  readonly role: Role;
}

/** An access key as it is shown, once. */
export interface MintedKey {
  readonly id: string;
  readonly secret: string;
}

/**
 * Where access keys are made: on one machine by us, on AWS by IAM, which then checks the signatures. A key that is minted signs nothing
 * until the directory knows it. Every method throws OutOfService when the service is away, and may be called again then.
 */
export interface KeyMint {
  /**
   * Makes the user when there is none, and a key of it. A repeat makes another key. Throws SluiceError `TooManyKeys` (class `customer`)
   * when the user has as many as are possible, and `NotOurUser` when the name is another tenant's or not made by this mint.
   */
  mint(user: KeyUser): Promise<MintedKey>;
  /** Ends a key, at once; an absent key or user is no error. */
  revoke(keyId: string, user: string): Promise<void>;
  /** Ends all keys of a user, and the user; an absent one is no error. */
  deleteUser(user: string): Promise<void>;
}
