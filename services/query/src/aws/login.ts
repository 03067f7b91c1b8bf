import type { AccessKey } from '@sluice/core/ports';
import type { Login } from '../postgres/index.ts';

/** What an access key is to the wire: its verifier, and that a device only sends. */
export const loginOf = (key: AccessKey | undefined): Login<AccessKey> | undefined => {
  if (key === undefined) return undefined;
  const login = { verifier: key.scram, principal: key };
  return key.role === 'device'
    ? { ...login, refusal: 'a device key may only send events; use a key of role analyst or admin' }
    : login;
};
