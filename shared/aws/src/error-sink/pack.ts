import type { ErrorRecord } from '@sluice/core/forms';
import { toMember } from '@sluice/core/stream';

/** One gzip member of error-record lines: one entry of a delivery stream. */
export interface Member {
  readonly body: Uint8Array;
  /** Where its records stand in what was put. */
  readonly positions: readonly number[];
}

/** An error record on its way, with its place in what was put. */
export interface Placed {
  readonly record: ErrorRecord;
  readonly position: number;
}

/** Of lines in one member; gzip adds less than a thousandth to it at worst, so that it stays below an entry's 1,000 KiB. */
const textBytes = 1_000_000;

/** A reason may quote half a character, which no JSON reader but JavaScript's accepts. */
const lineOf = (record: ErrorRecord): string =>
  `${JSON.stringify({ ...record, reason: record.reason.toWellFormed() })}\n`;

/** Packs lines into as few members as their size allows, in order: a delivery stream is billed by entries of at least 5 KB. */
export const packMembers = (records: readonly Placed[]): readonly Member[] => {
  const groups: { lines: string[]; positions: number[]; bytes: number }[] = [];
  for (const { record, position } of records) {
    const line = lineOf(record);
    const bytes = Buffer.byteLength(line);
    const group = groups.at(-1);
    if (group === undefined || group.bytes + bytes > textBytes)
      groups.push({ lines: [line], positions: [position], bytes });
    else {
      group.lines.push(line);
      group.positions.push(position);
      group.bytes += bytes;
    }
  }
  return groups.map(({ lines, positions }) => ({ body: toMember(lines.join('')), positions }));
};
