import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Writes and waits while the reader is slower than we are, so that a long answer needs little memory. */
export const write = async (to: Writable, text: string | Uint8Array): Promise<void> => {
  if (!to.write(text)) await once(to, 'drain');
};

/** Writes a value as one line of JSON. */
export const writeJson = (to: Writable, value: unknown): Promise<void> =>
  write(to, `${JSON.stringify(value)}\n`);
