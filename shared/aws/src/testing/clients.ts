import type { AddressInfo } from 'node:net';

/** What a client needs to speak to an emulator on this machine: credentials of nobody, and any region. */
export const onEmulator = (port: number) => ({
  endpoint: `http://127.0.0.1:${port}`,
  region: 'us-east-1',
  credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' },
});

export const portOf = (address: AddressInfo | string | null): number => {
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
};
