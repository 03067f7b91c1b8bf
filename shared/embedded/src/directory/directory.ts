import type { RootDatabase } from 'lmdb';
import { SluiceError } from '@sluice/core/failure';
import type { Directory } from '@sluice/core/ports';
import { deviceCalls } from './devices.ts';
import { keyCalls } from './keys.ts';
import { deriveKey } from './master-key.ts';
import { rowsWith } from './rows.ts';
import { sealWith, type Seal } from './seal.ts';
import { openRoot, openTables, type Tables } from './tables.ts';
import { tenantCalls } from './tenants.ts';

/** Either the folder of an environment of its own, or an open environment, which the caller then closes. */
export type DirectoryOptions = { readonly masterKey: Uint8Array } & (
  { readonly path: string } | { readonly root: RootDatabase }
);

export interface OpenDirectory extends Directory {
  /** Waits for writes under way, then closes the environment if it is our own. */
  close(): Promise<void>;
}

const checkName = 'master-key';

/** The first opening leaves a seal of a known text, so that a wrong master key is told at the start and not at the first login. */
const isMasterKey = (tables: Tables, seal: Seal): boolean =>
  tables.root.transactionSync(() => {
    const sealed = tables.seals.get(checkName);
    if (sealed !== undefined) return seal.open(sealed, checkName) === checkName;
    void tables.seals.put(checkName, seal.close(checkName, checkName));
    return true;
  });

const wrongMasterKey = (): SluiceError => {
  const message =
    'the master key is not the one that this directory was sealed with; restore the master.key that belongs to it (a new one cannot open the stored secrets)';
  return new SluiceError({ class: 'ours', code: 'WrongMasterKey', message });
};

/**
 * Opens the directory of one machine. Any number of threads and processes may have it open; each sees what the others did at once.
 * @param options `masterKey` is 32 bytes, see `loadMasterKey`
 * @throws SluiceError (`WrongMasterKey`) when the directory was made with another master key
 */
export const openDirectory = (options: DirectoryOptions): OpenDirectory => {
  const seal = sealWith(deriveKey(options.masterKey, 'directory'));
  const root = 'root' in options ? options.root : openRoot(options.path);
  const tables = openTables(root);
  const close = async (): Promise<void> => {
    await root.flushed;
    if (!('root' in options)) await root.close();
  };
  if (!isMasterKey(tables, seal)) {
    void close();
    throw wrongMasterKey();
  }
  const rows = rowsWith(seal);
  return {
    ...tenantCalls(tables, rows),
    ...deviceCalls(tables, rows),
    ...keyCalls(tables, rows),
    close,
  };
};
