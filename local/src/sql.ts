import { randomBytes } from 'node:crypto';
import type { AccessKey, Directory } from '@sluice/core/ports';
import { loadOrMakeCertificate, startWire, type Login, type QueryService, type Wire } from '@sluice/query';
import { checkCertificate, listening } from './cannot.ts';
import { systemClock } from './clock.ts';
import type { LocalConfig } from './config.ts';
import { jsonLog } from './log.ts';

export interface SqlOptions {
  readonly config: LocalConfig;
  readonly directory: Directory;
  readonly query: QueryService;
  readonly mockSecret: Uint8Array;
}

/** Starts the Postgres wire server: user = access key id, password = secret, any database name. */
export const startSql = async ({ config, directory, query, mockSecret }: SqlOptions): Promise<Wire> => {
  const log = jsonLog(systemClock, 'sql');
  const tls = await loadOrMakeCertificate(config.data);
  checkCertificate(tls, config.data);
  const starting = startWire<AccessKey>({
    host: config.host,
    port: config.sqlPort,
    login: async (id) => loginOf(await directory.key(id)),
    open: (key) => query.open(key.tenant, { keyId: key.id }),
    mockSecret,
    tls,
    randomBytes: (n) => randomBytes(n),
    log: (message, error) => {
      log(message, { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    },
  });
  return listening(starting, config, config.sqlPort, 'SLUICE_SQL_PORT');
};

const loginOf = (key: AccessKey | undefined): Login<AccessKey> | undefined => {
  if (key === undefined) return undefined;
  const login = { verifier: key.scram, principal: key };
  return key.role === 'device'
    ? { ...login, refusal: 'a device key may only send events; use a key of role analyst or admin' }
    : login;
};
