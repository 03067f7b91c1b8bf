import { describe, expect, it } from 'vitest';
import type { ErrorRecord } from '@sluice/core/forms';
import type { ErrorSink, Stage } from '@sluice/core/ports';
import { anErrorRecord } from '../factories/chunks.ts';

/** An error sink and the way to read its stores back. */
export interface ReadableErrorSink {
  readonly sink: ErrorSink;
  readonly stored: (stage: Stage, kind: 'malformed' | 'commit') => Promise<readonly ErrorRecord[]>;
}

/**
 * The contract of the ErrorSink port.
 * @param open gives an empty sink
 */
export const errorSinkContract = (name: string, open: () => Promise<ReadableErrorSink>): void => {
  describe(`${name}: error records`, () => {
    it('go to the store of their stage and kind, notices of a field with malformed', async () => {
      const { sink, stored } = await open();
      const records = (['raw', 'staged'] as const).flatMap((stage) =>
        (['malformed', 'commit', 'field'] as const).map((kind) => anErrorRecord({ stage, kind })),
      );
      expect(await sink.put(records)).toEqual(records.map(() => ({ ok: true })));
      expect(await stored('raw', 'malformed')).toEqual([records[0], records[2]]);
      expect(await stored('raw', 'commit')).toEqual([records[1]]);
      expect(await stored('staged', 'malformed')).toEqual([records[3], records[5]]);
      expect(await stored('staged', 'commit')).toEqual([records[4]]);
    });

    it('come back as they were put, whatever the event holds', async () => {
      const { sink, stored } = await open();
      const records = ['', 'a\nb\r\n"c"', '\u2028 \0 é 😀', '{"a":1}'].map((event, index) =>
        anErrorRecord({ event, index }),
      );
      const bytes = anErrorRecord({
        event: Buffer.from([255, 254, 0]).toString('base64'),
        encoding: 'base64',
      });
      await sink.put([...records, bytes]);
      expect(await stored('raw', 'malformed')).toEqual([...records, bytes]);
    });

    it('put twice are there', async () => {
      const { sink, stored } = await open();
      const record = anErrorRecord();
      await sink.put([record]);
      await sink.put([record, anErrorRecord({ index: 1 })]);
      const indexes = (await stored('raw', 'malformed')).map(({ index }) => index);
      expect(new Set(indexes)).toEqual(new Set([0, 1]));
    });

    it('may be none, and may be put at the same time', async () => {
      const { sink, stored } = await open();
      expect(await sink.put([])).toEqual([]);
      const records = Array.from({ length: 25 }, (_, index) => anErrorRecord({ index }));
      await Promise.all(records.map((record) => sink.put([record])));
      expect(await stored('raw', 'malformed')).toHaveLength(25);
    });
  });
};
