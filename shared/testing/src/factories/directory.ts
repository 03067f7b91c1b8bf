import { makeVerifier } from '@sluice/core/scram';
import type { AccessKey, Device, Tenant } from '@sluice/core/ports';
import type { TenantId } from '@sluice/core/layout';
import { defaultQuota } from '@sluice/core/layout';

let made = 0;

/** A fresh 26-character id, in the order of making. */
export const anId = (): string => `01JD${String(++made).padStart(22, '0')}`;

export const aTenantId = (): TenantId => anId() as TenantId;

/** A tenant with its own id and name, and the default quota. */
export const aTenant = (overrides: Partial<Tenant> = {}): Tenant => {
  const id = overrides.id ?? aTenantId();
  return {
    id,
    name: `tenant ${id}`,
    apiKey: `api-key-of-${id}`,
    quota: defaultQuota,
    createdAt: 1_790_000_000_000,
    ...overrides,
  };
};

export const aDevice = (overrides: Partial<Device> = {}): Device => ({
  id: anId(),
  tenant: aTenantId(),
  description: 'a pump',
  createdAt: 1_790_000_000_000,
  ...overrides,
});

/** An admin key (of a tenant of its own, unless given) whose SCRAM verifier fits its secret. */
export const aKey = (overrides: Partial<AccessKey> = {}): AccessKey => {
  const id = overrides.id ?? `SL${String(++made).padStart(18, '0')}`;
  const secret = overrides.secret ?? `secret-of-${id}`;
  return {
    id,
    secret,
    scram: makeVerifier(secret, Buffer.alloc(16, made)),
    tenant: aTenantId(),
    role: 'admin',
    device: id,
    createdAt: 1_790_000_000_000,
    ...overrides,
  };
};
