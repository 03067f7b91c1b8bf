import { hash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { ObjectStore } from '@sluice/core/ports';
import { loadOrMakeCertificate, type Certificate } from '../postgres/index.ts';

/** Keys of the PEM files that an operator puts into the bucket of certificates (docs/deploy.md). */
export const certificateKeys = { key: 'certificate/sql-key.pem', cert: 'certificate/sql-cert.pem' } as const;

/**
 * The certificate of the Postgres wire: the operator's, from the store, the same on every instance. Without one, self-signed by this instance in its
 * folder: encrypted, but nobody can verify it. Throws an Error when half of one is there.
 */
export const certificateFrom = async (store: ObjectStore, folder: string): Promise<Certificate> => {
  const [key, cert] = await Promise.all([store.get(certificateKeys.key), store.get(certificateKeys.cert)]);
  if (key !== undefined && cert !== undefined)
    return { key: Buffer.from(key).toString(), cert: Buffer.from(cert).toString() };
  if (key !== undefined || cert !== undefined)
    throw new Error(
      `of the certificate only ${key === undefined ? certificateKeys.cert : certificateKeys.key} is there: put both, or none`,
    );
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return loadOrMakeCertificate(folder);
};

/** The secret behind the answers to users that do not exist: of the key, so that all instances that share one answer alike. */
export const mockSecretOf = ({ key }: Certificate): Uint8Array =>
  Buffer.from(hash('sha256', `sluice sql-login ${key}`, 'hex'), 'hex');
