/** The directory of one machine: tenants, devices and keys in LMDB, secrets sealed under a master key. */
export { openDirectory, type DirectoryOptions, type OpenDirectory } from './directory.ts';
export { deriveKey, loadMasterKey } from './master-key.ts';
