import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { hash } from 'node:crypto';

const memoryFolder = '/dev/shm';

/**
 * Where chunks are handed to the engines: in memory where the system has such a folder, so that reads go on when the data disk is full;
 * else below the data folder.
 */
export const spoolFolder = (data: string): string => {
  try {
    accessSync(memoryFolder, constants.W_OK);
    return join(memoryFolder, `sluice-${hash('sha256', data, 'hex').slice(0, 16)}`);
  } catch {
    return join(data, 'query');
  }
};
