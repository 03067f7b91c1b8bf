import { describe, expect, it } from 'vitest';
import type { StreamMetrics, StreamMinute, TableMetrics, TableMinute } from '@sluice/core/ports';
import { anId } from '../factories/directory.ts';

interface Told {
  readonly at: number;
}

/** Of streams or of tables: what is read, and how tests tell it. */
export interface OpenedMetrics<Minute extends Told> {
  readonly metrics: {
    read(names: readonly string[], from: number, to: number): Promise<ReadonlyMap<string, readonly Minute[]>>;
  };
  readonly tell: (name: string, minute: Minute) => Promise<void>;
}

const minuteMs = 60_000;
const start = Date.UTC(2026, 10, 23, 3);

/** @param some a minute of which all is told @param part one of which little is */
const metricsContract = <Minute extends Told>(
  name: string,
  open: () => Promise<OpenedMetrics<Minute>>,
  some: (at: number) => Minute,
  part: (at: number) => Minute,
): void => {
  const at = (minute: number): number => start + minute * minuteMs;
  const telling = async (...minutes: readonly Minute[]) => {
    const opened = await open();
    const one = anId();
    for (const minute of minutes) await opened.tell(one, minute);
    const read = async (from: number, to: number) => (await opened.metrics.read([one], from, to)).get(one);
    return { ...opened, one, read };
  };

  describe(`${name}: minutes of load`, () => {
    it('come in order; what was not told is not zero', async () => {
      const { read } = await telling(some(at(3)), part(at(1)));
      expect(await read(at(0), at(5))).toEqual([part(at(1)), some(at(3))]);
    });

    it('are those that began and ended in the time that is asked for', async () => {
      const { read } = await telling(some(at(1)), some(at(2)), some(at(3)));
      expect(await read(at(2), at(3))).toEqual([some(at(2))]);
      expect(await read(at(1) + 1, at(3) + minuteMs - 1)).toEqual([some(at(2))]);
      expect(await read(at(2), at(2) + 1)).toEqual([]);
      expect(await read(at(3), at(2))).toEqual([]);
    });

    it('are told of each by its name, also of those that have none', async () => {
      const { metrics, tell, one } = await telling(some(at(1)));
      const [other, silent] = [anId(), anId()];
      await tell(other, part(at(2)));
      const found = await metrics.read([one, other, silent, one], at(0), at(5));
      expect(Object.fromEntries(found)).toEqual({
        [one]: [some(at(1))],
        [other]: [part(at(2))],
        [silent]: [],
      });
      expect((await metrics.read([], at(0), at(5))).size).toBe(0);
    });

    it('are told of many at once', async () => {
      const { metrics, tell, one } = await telling(some(at(1)));
      const many = Array.from({ length: 199 }, anId);
      const last = many.at(-1) ?? '';
      await tell(last, some(at(2)));
      const found = await metrics.read([one, ...many], at(0), at(5));
      expect(found.size).toBe(200);
      expect([found.get(one), found.get(last)]).toEqual([[some(at(1))], [some(at(2))]]);
    });
  });
};

/** The contract of the StreamMetrics port. */
export const streamMetricsContract = (
  name: string,
  open: () => Promise<OpenedMetrics<StreamMinute> & { readonly metrics: StreamMetrics }>,
): void =>
  metricsContract<StreamMinute>(
    `${name} of streams`,
    open,
    (at) => ({ at, records: 60_000, bytes: 7_000_000, throttledRecords: 0, iteratorAgeMs: 250 }),
    (at) => ({ at, records: 12, iteratorAgeMs: 0 }),
  );

/** The contract of the TableMetrics port. */
export const tableMetricsContract = (
  name: string,
  open: () => Promise<OpenedMetrics<TableMinute> & { readonly metrics: TableMetrics }>,
): void =>
  metricsContract<TableMinute>(
    `${name} of tables`,
    open,
    (at) => ({ at, writes: 600, reads: 30.5, throttledWrites: 4, throttledReads: 0 }),
    (at) => ({ at, writes: 0 }),
  );
