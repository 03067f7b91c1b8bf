import { mkdirSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { createSecureContext } from 'node:tls';
import { BadSetting, type LocalConfig } from './config.ts';

const codeOf = (error: unknown): unknown =>
  error instanceof Error ? (Reflect.get(error, 'code') ?? codeOf(error.cause)) : undefined;

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Makes the data folder, for its owner alone. Throws BadSetting. */
export const makeDataFolder = (path: string): void => {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = codeOf(error);
    const reason = code === 'EEXIST' || code === 'ENOTDIR' ? 'it is no folder' : textOf(error);
    throw new BadSetting(`cannot keep data in ${path}: ${reason}; name another one with SLUICE_DATA`, {
      cause: error,
    });
  }
};

type PortSetting = 'SLUICE_HTTP_PORT' | 'SLUICE_SQL_PORT';

const whyNot = (error: unknown, host: string, port: number, setting: PortSetting): string => {
  const other = `choose another port with ${setting} (0: any that is free)`;
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `${host}:${port} is in use; stop what listens there, or ${other}`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `SLUICE_HOST is ${JSON.stringify(host)}, where this machine cannot listen; it takes an address of this machine`;
    case 'EACCES':
      return `this user may not listen on ${host}:${port}; ${other}`;
    default:
      return `cannot listen on ${host}:${port} (${setting}): ${textOf(error)}`;
  }
};

/** The host as a URL has it. */
export const inUrl = (host: string): string => (isIPv6(host) ? `[${host}]` : host);

/** Throws BadSetting when no TLS server can be made of them. */
export const checkCertificate = (
  tls: { readonly key: string; readonly cert: string },
  folder: string,
): void => {
  try {
    createSecureContext(tls);
  } catch (error) {
    throw new BadSetting(
      `sql-cert.pem and sql-key.pem in ${folder} cannot be used (${textOf(error)}); put a certificate and its key there, as PEM, or remove both, and new ones are made`,
      { cause: error },
    );
  }
};

/** Waits for a server to listen; when it cannot, says which setting to change. Rejects with BadSetting. */
export const listening = async <Server>(
  starting: Promise<Server>,
  { host }: LocalConfig,
  port: number,
  setting: PortSetting,
): Promise<Server> => {
  try {
    return await starting;
  } catch (error) {
    throw new BadSetting(whyNot(error, host, port, setting), { cause: error });
  }
};
