import type { TenantId } from '../layout/index.ts';

/** `operator` runs the platform (tenants); `admin` and `analyst` are users of a tenant; `device` may only ingest. */
export type Role = 'operator' | 'admin' | 'analyst' | 'device';

/** Events per second and burst of each principal of a tenant. */
export interface Quota {
  readonly ratePerSecond: number | 'unlimited';
  readonly burst: number;
}

export interface Tenant {
  readonly id: TenantId;
  /** Unique over all tenants. */
  readonly name: string;
  /** Optional second factor of a request (`x-api-key`): must be the signer's tenant's. */
  readonly apiKey: string;
  readonly quota: Quota;
  readonly createdAt: number;
}

/** What verifies a SQL login (RFC 5803), stored when the secret is minted. All base64. */
export interface ScramVerifier {
  readonly iterations: number;
  readonly salt: string;
  readonly storedKey: string;
  readonly serverKey: string;
}

export interface AccessKey {
  readonly id: string;
  /** Needed as such: SigV4 is an HMAC with it. Sealed at rest. */
  readonly secret: string;
  readonly scram: ScramVerifier;
  readonly tenant: TenantId;
  readonly role: Role;
  /** The device that the key belongs to, or the id of its user. Part of an event's identity. */
  readonly device: string;
  readonly createdAt: number;
}

export interface Device {
  readonly id: string;
  readonly tenant: TenantId;
  readonly description: string;
  readonly createdAt: number;
}

/** Tenants, devices and keys. Every method throws OutOfService when the store is away. */
export interface Directory {
  tenant(id: TenantId): Promise<Tenant | undefined>;
  tenantByName(name: string): Promise<Tenant | undefined>;
  tenants(): Promise<readonly Tenant[]>;
  /** `taken` when another tenant has the name; nothing is stored then. */
  createTenant(tenant: Tenant): Promise<'created' | 'taken'>;

  device(tenant: TenantId, id: string): Promise<Device | undefined>;
  devices(tenant: TenantId): Promise<readonly Device[]>;
  /** Creates or replaces. */
  putDevice(device: Device): Promise<void>;
  /** Also revokes the device's keys. False when there was none. */
  deleteDevice(tenant: TenantId, id: string): Promise<boolean>;

  /** The hot call: by access key id, over all tenants. Revoked keys are absent. */
  key(id: string): Promise<AccessKey | undefined>;
  /** Keys of one device, or of one user. */
  keys(tenant: TenantId, device: string): Promise<readonly AccessKey[]>;
  /** `full` when the device has `limit` keys already; checked and stored in one step. */
  addKey(key: AccessKey, limit: number): Promise<'added' | 'full'>;
  /** False when there was none. */
  revokeKey(id: string): Promise<boolean>;
}
