import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Archive, Stage } from '@sluice/core/ports';
import { aDelivered, anHour } from '../factories/chunks.ts';

/** An archive and the way to read it back. */
export interface ReadableArchive {
  readonly archive: Archive;
  /** The lines of a stage, in the order they were appended within a shard. */
  readonly lines: (stage: Stage) => Promise<readonly string[]>;
}

/**
 * The contract of the Archive port.
 * @param open gives an empty archive
 */
export const archiveContract = (name: string, open: () => Promise<ReadableArchive>): void => {
  describe(`${name}: archive`, () => {
    it('holds each line of each record, by stage', async () => {
      const { archive, lines } = await open();
      await archive.append('raw', [
        aDelivered({ data: gzipSync('{"a":1}\n{"a":2}\n') }),
        aDelivered({ data: Buffer.concat([gzipSync('{"a":3}\n'), gzipSync('{"a":4}\n')]) }),
      ]);
      await archive.append('staged', [aDelivered({ data: gzipSync('{"s":1}\n') })]);
      await archive.append('staged', []);
      expect(await lines('raw')).toEqual(['{"a":1}', '{"a":2}', '{"a":3}', '{"a":4}']);
      expect(await lines('staged')).toEqual(['{"s":1}']);
    });

    it('takes redelivered records again, without harm to others', async () => {
      const { archive, lines } = await open();
      const [first, second] = [1, 2].map((n) => aDelivered({ data: gzipSync(`${n}\n`) }));
      if (first === undefined || second === undefined) throw new Error('two records are made');
      await archive.append('raw', [first]);
      await archive.append('raw', [first, second]);
      expect(new Set(await lines('raw'))).toEqual(new Set(['1', '2']));
    });

    it('takes several shards and hours in one call', async () => {
      const { archive, lines } = await open();
      const records = [0, 1, 2, 3].map((n) =>
        aDelivered({ shard: `shard-${n % 2}`, arrivedAt: anHour + n * 3_600_000, data: gzipSync(`${n}\n`) }),
      );
      await archive.append('raw', records);
      expect([...(await lines('raw'))].sort()).toEqual(['0', '1', '2', '3']);
    });

    it('keeps bytes that are no gzip, and what is appended after them', async () => {
      const { archive, lines } = await open();
      const torn = gzipSync('{"torn":true}\n').subarray(0, -3);
      await archive.append('raw', [aDelivered({ data: Buffer.from('no gzip') })]);
      await archive.append('raw', [aDelivered({ data: torn }), aDelivered({ data: gzipSync('after\n') })]);
      const read = await lines('raw');
      expect(read).toContain('no gzip');
      expect(read.at(-1)).toBe('after');
    });

    it('stands appends at the same time', async () => {
      const { archive, lines } = await open();
      const numbers = Array.from({ length: 30 }, (_, n) => String(n));
      await Promise.all(
        numbers.map((n) =>
          archive.append('raw', [aDelivered({ shard: `s${Number(n) % 3}`, data: gzipSync(`${n}\n`) })]),
        ),
      );
      expect([...(await lines('raw'))].sort()).toEqual([...numbers].sort());
    });
  });
};
