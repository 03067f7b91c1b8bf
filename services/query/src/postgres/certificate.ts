import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export interface Certificate {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
}

/**
 * The TLS certificate of a data folder: `sql-key.pem` and `sql-cert.pem`, self-signed at the first start. Put your own there under the same
 * names to be verified by clients.
 */
export const loadOrMakeCertificate = async (folder: string): Promise<Certificate> => {
  const [keyPath, certPath] = [join(folder, 'sql-key.pem'), join(folder, 'sql-cert.pem')];
  try {
    return { key: readFileSync(keyPath, 'utf8'), cert: readFileSync(certPath, 'utf8') };
  } catch {
    const made = await generate([{ name: 'commonName', value: 'sluice' }], {
      keySize: 2048,
      algorithm: 'sha256',
    });
    writeFileSync(`${keyPath}.new`, made.private, { mode: 0o600 });
    writeFileSync(`${certPath}.new`, made.cert);
    renameSync(`${keyPath}.new`, keyPath);
    renameSync(`${certPath}.new`, certPath);
    return { key: made.private, cert: made.cert };
  }
};
