import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countOf, EventSet } from './event-set.ts';

it('is a set of (record, index), and gives its runs ascending and apart', () => {
  const index = fc.oneof(fc.nat({ max: 70 }), fc.nat({ max: 5_000 }));
  const event = fc.tuple(fc.constantFrom('A', 'B'), index);
  fc.assert(
    fc.property(fc.array(event), event, (events, [recordId, other]) => {
      const set = new EventSet();
      const model = new Set<string>();
      for (const [record, at] of events) {
        expect(set.add(record, at)).toBe(!model.has(`${record}:${at}`));
        model.add(`${record}:${at}`);
      }
      expect(set.has(recordId, other)).toBe(model.has(`${recordId}:${other}`));
      const found: string[] = [];
      for (const [record, runs] of set.records()) {
        let before = -2;
        for (const [first, last] of runs) {
          expect(first).toBeGreaterThan(before + 1);
          for (let at = first; at <= last; at++) found.push(`${record}:${at}`);
          before = last;
        }
        expect(countOf(runs)).toBe(found.filter((key) => key.startsWith(`${record}:`)).length);
      }
      expect(found.sort()).toEqual([...model].sort());
    }),
  );
});
