import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutterFor, planFor } from '@sluice/core/files';

const cut = (text: string, chunk: number): unknown[] => {
  const bytes = Buffer.from(text);
  const plan = planFor({ bytes, isWhole: true }, 'csv');
  const cutter = cutterFor(plan, plan.start);
  const pieces = [];
  for (let from = plan.start.offset; from < bytes.length; from += chunk)
    pieces.push(...cutter.read(bytes.subarray(from, from + chunk)));
  pieces.push(...cutter.finish());
  return pieces.map((piece): unknown => piece.fault ?? JSON.parse(piece.bytes.toString()));
};

const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'é', ';') });
const table = fc
  .integer({ min: 2, max: 4 })
  .chain((width) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
  );

/** Quoted where it must be, or always. */
const written = (text: string, always: boolean): string =>
  always || /[",\n\r;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

it('reads what csv-parse reads, however it is handed over', () => {
  const size = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(table, size, fc.constantFrom('\n', '\r\n'), fc.boolean(), (rows, chunk, end, always) => {
      const names = (rows[0] ?? []).map((_, i) => `c${i}`);
      const text = [names, ...rows.map((row) => row.map((one) => written(one, always)))]
        .map((row) => row.join(','))
        .join(end);
      // Of a row that is as short as a blank line other readers make nothing either.
      const expected = parse(text, { columns: true, skip_empty_lines: true }).map((row) =>
        Object.fromEntries(Object.entries(row as Record<string, string>).filter(([, value]) => value !== '')),
      );
      expect(cut(text, chunk)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});
