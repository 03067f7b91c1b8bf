import type { Principal } from '@sluice/core/http';
import { isTenantId, type TenantId } from '@sluice/core/layout';
import type { AccessKey } from '@sluice/core/ports';
import type { Arguments } from './arguments.ts';
import type { MetaServices, MintServices } from './services.ts';

/** One call of an authenticated principal whose role was checked. */
export interface Call {
  readonly principal: Principal;
  readonly args: Arguments;
  readonly services: MetaServices;
}

/** The name of the tenant that runs the platform, and of the device that its operator keys belong to. */
export const operatorName = 'operator';

/** What a client is shown of a new key, this once. */
export const shownOnce = (key: AccessKey) => ({ accessKeyId: key.id, secretAccessKey: key.secret });

export const newTenantId = ({ clock, newUlid }: MintServices): TenantId => {
  const id = newUlid(clock.now());
  if (!isTenantId(id))
    throw new Error(`newUlid made ${JSON.stringify(id)}, which is not a ULID in upper case`);
  return id;
};

/**
 * Undoes, as far as that is possible now, a step whose outcome is unknown. What stays is harmless (each caller says why), and the error
 * that made it necessary is the one to tell.
 */
export const tryToUndo = async (undo: () => Promise<unknown>): Promise<void> => {
  try {
    await undo();
  } catch {
    // told by the first error
  }
};
