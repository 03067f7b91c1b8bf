import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { TenantId } from '@sluice/core/layout';
import { aField, aMetric } from '@sluice/testing/factories/tenant-schema';
import { seededRandom } from '@sluice/testing/faults/random';

/** A staged archive for the benches of the batch: one metric of one tenant over 20 days, 5 % of the events sent twice. */
export const tenant = '01JDTENANT0000000000000001' as TenantId;
export const pump = aMetric({
  id: 'm_01JDMETR1C0000000000000001',
  displayName: 'pump',
  fields: (['DOUBLE', 'LONG', 'STRING', 'BOOLEAN'] as const).map((type, i) =>
    aField({ id: `f${i + 1}`, displayName: `field ${i + 1}`, type }),
  ),
});
const metric = pump.id;
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const random = seededRandom(1);
export const id = (): string => {
  let text = '';
  for (let i = 0; i < 26; i++) text += alphabet.charAt(Math.floor(random() * 32));
  return text;
};

export const start = Date.parse('2026-11-01T00:00:00Z');
export const spanMs = 20 * 86_400_000;
const recordEvents = 500;
const objectEvents = 125_000;

/** Some of the events so far, to be sent again. */
const again: { readonly event: string; readonly timestamp: number; readonly level: number }[] = [];

/** The n-th event of so many. */
export const lineOf = (n: number, events: number, record: string, index: number): string => {
  const old = again[Math.floor(random() * again.length)];
  const isRepeat = old !== undefined && random() < 0.05;
  const one = isRepeat
    ? old
    : {
        event: id(),
        timestamp: start + Math.floor((n * spanMs) / events),
        level: Math.round(random() * 1e6) / 1e4,
      };
  if (!isRepeat && random() < 0.01) again.push(one);
  const receivedAt = start + n;
  return (
    `{"v":1,"tenant":"${tenant}","metric":"${metric}","eventId":"${one.event}","fingerprint":"${one.event}","timestamp":${one.timestamp}` +
    `,"receivedAt":${receivedAt},"stagedAt":${receivedAt + 50},"device":"device-${n % 200}","recordId":"${record}","index":${index}` +
    `,"fields":{"f1":${one.level},"f2":${n % 1000},"f3":"site-${n % 50}","f4":${n % 2 === 0}},"unknown":{"note":["string","n${n % 10_000}"]},"as":"pump"}\n`
  );
};

export const writeArchive = (folder: string, events: number): void => {
  const below = join(folder, 'archive/staged/2026/11/23/10');
  mkdirSync(below, { recursive: true });
  for (let from = 0; from < events; from += objectEvents) {
    const members: Buffer[] = [];
    for (let at = from; at < Math.min(from + objectEvents, events); at += recordEvents) {
      const record = id();
      let text = '';
      for (let index = 0; index < recordEvents; index++) text += lineOf(at + index, events, record, index);
      members.push(gzipSync(text, { level: 1 }));
    }
    writeFileSync(join(below, `s-${String(from).padStart(12, '0')}.json.gz`), Buffer.concat(members));
  }
};
