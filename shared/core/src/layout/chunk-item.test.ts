import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aChunk } from '@sluice/testing/factories/chunks';
import { chunkAttributes, chunkFault, chunkItemBytes, partitionKey } from './chunk-item.ts';

/** The size by DynamoDB's rules: UTF-8 of names and values; a number is a byte for two digits of its significand, and two more. */
const exactBytes = (item: Readonly<Record<string, string | number | Uint8Array>>): number =>
  Object.entries(item).reduce((sum, [name, value]) => {
    if (typeof value === 'string') return sum + Buffer.byteLength(name) + Buffer.byteLength(value);
    if (typeof value !== 'number') return sum + Buffer.byteLength(name) + value.byteLength;
    const digits = String(Math.abs(value)).replace(/0+$/, '').length;
    return sum + Buffer.byteLength(name) + Math.ceil(digits / 2) + 2;
  }, 0);

describe('chunkItemBytes', () => {
  it('is never below the size that DynamoDB counts, and at most 200 bytes above it', () => {
    const time = fc.maxSafeInteger();
    const chunks = fc.record({
      firstTimestamp: time,
      lastTimestamp: time,
      firstReceivedAt: time,
      lastReceivedAt: time,
      metricName: fc.string({ unit: 'binary' }),
    });
    fc.assert(
      fc.property(chunks, fc.uint8Array({ maxLength: 50 }), (parts, body) => {
        const chunk = aChunk({ ...parts, body, events: 4_294_967_295 });
        const names = chunkAttributes;
        const item = {
          [names.partition]: partitionKey(chunk.partition),
          [names.sort]: `${chunk.firstTimestamp}#${chunk.chunkId}`,
          [names.events]: chunk.events,
          [names.firstTimestamp]: chunk.firstTimestamp,
          [names.lastTimestamp]: chunk.lastTimestamp,
          [names.firstReceivedAt]: chunk.firstReceivedAt,
          [names.lastReceivedAt]: chunk.lastReceivedAt,
          [names.metricName]: chunk.metricName,
          [names.body]: chunk.body,
        };
        const exact = exactBytes(item);
        expect(chunkItemBytes(chunk)).toBeGreaterThanOrEqual(exact);
        expect(chunkItemBytes(chunk)).toBeLessThanOrEqual(exact + 200);
      }),
    );
  });
});

describe('chunkFault', () => {
  it('accepts what the factory makes, and says what is wrong and what is possible', () => {
    expect(chunkFault(aChunk())).toBeUndefined();
    const fault = chunkFault(aChunk({ body: new Uint8Array(400_000) }));
    expect(fault).toMatch(/has 400\d{3} bytes, above 390000: .*object store/);
  });
});
