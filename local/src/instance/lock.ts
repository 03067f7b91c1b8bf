import { hash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { createServer, connect, type Server } from 'node:net';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Another process runs on the data folder. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
}

/**
 * Holds a data folder for this process, and lets go when it ends in any way, `kill -9` included: the lock is a listening socket named
 * after the folder (on Linux in the abstract namespace, elsewhere a file whose listener is asked whether it lives).
 */
export const lockFolder = async (folder: string): Promise<{ release(): Promise<void> }> => {
  mkdirSync(folder, { recursive: true });
  const name = `sluice-${hash('sha256', realpathSync(folder), 'hex').slice(0, 32)}`;
  const path = platform() === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`);
  if (platform() !== 'linux' && !(await answers(path))) rmSync(path, { force: true });
  const server = createServer((socket) => socket.end());
  try {
    await listen(server, path);
  } catch (error) {
    throw new FolderInUse(
      `another Sluice runs on ${folder}; stop it, or name another folder with SLUICE_DATA`,
      { cause: error },
    );
  }
  server.unref();
  return {
    release: async () => {
      server.close();
      await once(server, 'close');
    },
  };
};

const listen = async (server: Server, path: string): Promise<void> => {
  server.listen(path);
  await once(server, 'listening');
};

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
