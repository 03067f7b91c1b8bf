import { hash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { SluiceError } from '@sluice/core/failure';
import { readSealedLine, writeSealedLine } from '@sluice/core/forms';
import type { SealedEvents, SealedHour } from '@sluice/core/ports';

/** Tenant, table, hour of arrival, hash of the events: the same events are the same row. */
export type RowKey = [string, string, string, string];

/** The row of an hour: its lines, sorted so that the order of finding them makes no other row. */
export const rowOf = ({ table, tenant, hour, events }: SealedHour): { key: RowKey; body: Buffer } => {
  const lines = events.map(writeSealedLine).sort().join('');
  const digest = hash('sha256', lines, 'hex').slice(0, 32);
  return { key: [tenant, table, hour, digest], body: gzipSync(lines) };
};

const damaged = (key: RowKey, reason: string): SluiceError =>
  new SluiceError({
    class: 'ours',
    code: 'SealedCountsDamaged',
    message: `the sealed counts ${key.join(' / ')} cannot be read: ${reason}; restore their folder from a backup`,
  });

/** The events of a row. Throws SluiceError (`SealedCountsDamaged`) for what no write made. */
export const eventsOf = (key: RowKey, body: Buffer): readonly SealedEvents[] => {
  let text: string;
  try {
    text = gunzipSync(body).toString('utf8');
  } catch (error) {
    throw damaged(key, String(error));
  }
  return text.split('\n').flatMap((line) => {
    if (line === '') return [];
    const events = readSealedLine(line);
    if (events === undefined) throw damaged(key, `it holds the line ${JSON.stringify(line.slice(0, 100))}`);
    return events;
  });
};
