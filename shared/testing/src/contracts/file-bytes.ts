import { describe, expect, it } from 'vitest';
import type { FileBytes } from '@sluice/core/files';
import { anId } from '../factories/directory.ts';

export interface FileBytesWorld {
  readonly files: FileBytes;
  /** Stores one of our own files. */
  readonly put: (key: string, bytes: Uint8Array) => Promise<void>;
}

const pattern = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, i) => (i * 31) % 251));

/** The contract of the FileBytes port, as far as our own files go. */
export const fileBytesContract = (name: string, world: () => FileBytesWorld): void => {
  const put = async (bytes: Uint8Array) => {
    const { files, put: store } = world();
    const source = { kind: 'own', key: `files/tenant=${anId()}/${anId()}` } as const;
    await store(source.key, bytes);
    const head = await files.head(source);
    if (typeof head === 'string') throw new Error(`the file is ${head}`);
    const read = async (from: number, version = head.version) =>
      Buffer.concat(await Array.fromAsync(files.read(source, from, version)));
    return { source, head, read };
  };

  describe(`${name}: a file`, () => {
    it.each([0, 1, 1_000, 300_000])('of %i bytes is read from anywhere to its end', async (length) => {
      const bytes = pattern(length);
      const { head, read } = await put(bytes);
      expect(head.size).toBe(length);
      for (const from of [0, 1, 999, length - 1, length, length + 1_000].filter((at) => at >= 0))
        expect((await read(from)).equals(bytes.subarray(from))).toBe(true);
    });

    it('that is larger than what is read at once comes whole', { timeout: 60_000 }, async () => {
      const bytes = Buffer.concat(Array.from({ length: 70 }, () => pattern(300_007)));
      const { read } = await put(bytes);
      expect((await read(0)).equals(bytes)).toBe(true);
      expect((await read(9_000_001)).equals(bytes.subarray(9_000_001))).toBe(true);
    });

    it('need not be read to its end', async () => {
      const { source, head } = await put(pattern(600_000));
      for await (const chunk of world().files.read(source, 0, head.version)) {
        expect(chunk.length).toBeGreaterThan(0);
        break;
      }
    });

    it('that is not there is absent, and gone for who reads it', async () => {
      const source = { kind: 'own', key: `files/tenant=${anId()}/${anId()}` } as const;
      expect(await world().files.head(source)).toBe('absent');
      await expect(Array.fromAsync(world().files.read(source, 0, ''))).rejects.toMatchObject({
        name: 'FileFault',
        code: 'FileGone',
      });
    });
  });
};
