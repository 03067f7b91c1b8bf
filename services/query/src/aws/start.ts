import type { AccessKey, Clock, Directory, NewUlid, ObjectStore } from '@sluice/core/ports';
import { startWire, type Wire } from '../postgres/index.ts';
import { createQueryService, type QueryService } from '../service.ts';
import type { TenantStores } from '../tenant/tenant-engine.ts';
import { certificateFrom, mockSecretOf } from './certificate.ts';
import type { AwsConfig } from './config.ts';
import { loginOf } from './login.ts';
import { startRest, type Rest } from './rest-server.ts';
import { signerFinder } from './signer.ts';

/** What the service is put together from. */
export interface AwsParts {
  readonly stores: TenantStores;
  readonly directory: Directory;
  readonly certificates: ObjectStore;
  readonly clock: Clock;
  readonly newUlid: NewUlid;
  readonly randomBytes: (n: number) => Uint8Array;
  readonly log: (message: string, error: unknown) => void;
}

/** A running query service. */
export interface Running {
  readonly restPort: number;
  readonly sqlPort: number;
  /** Takes no more, ends what is under way within seconds, ends all engines. */
  stop(): Promise<void>;
}

/** Starts the query service behind its load balancer: REST for the gateway, the Postgres wire for clients, on one engine a tenant. */
export const start = async (config: AwsConfig, parts: AwsParts): Promise<Running> => {
  const query = await createQueryService({
    ...parts.stores,
    spoolFolder: config.spoolFolder,
    spillFolder: config.spillFolder,
    limits: { memoryMegabytes: config.engineMegabytes },
  });
  const wire = await wireOf(config, parts, query);
  const rest = await restOf(config, parts, query);
  return {
    restPort: rest.port,
    sqlPort: wire.port,
    stop: async () => {
      await Promise.all([rest.close(), wire.close()]);
      await query.close();
    },
  };
};

const wireOf = async (config: AwsConfig, parts: AwsParts, query: QueryService): Promise<Wire> => {
  const { directory, certificates, randomBytes, log } = parts;
  const tls = await certificateFrom(certificates, config.certificateFolder);
  return startWire<AccessKey>({
    host: config.host,
    port: config.sqlPort,
    login: async (id) => loginOf(await directory.key(id)),
    open: (key) => query.open(key.tenant, { keyId: key.id }),
    mockSecret: mockSecretOf(tls),
    tls,
    randomBytes,
    log,
  });
};

const restOf = (config: AwsConfig, parts: AwsParts, query: QueryService): Promise<Rest> => {
  const { directory, clock, newUlid, log } = parts;
  return startRest({
    host: config.host,
    port: config.restPort,
    services: { query, directory },
    signer: signerFinder(directory, config),
    gatewayRanges: config.gatewayRanges,
    clock,
    newRequestId: () => newUlid(clock.now()),
    log,
  });
};
