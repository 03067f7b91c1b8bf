import type { ScannedEvent } from '@sluice/core/event';
import { writeRawLine, type RawEnvelope } from '@sluice/core/forms';
import { limits } from '@sluice/core/layout';
import type { NewUlid, StreamRecord } from '@sluice/core/ports';
import { toMember } from '@sluice/core/stream';
import type { Verdict } from './judge.ts';

/** A record, and the positions in the request of the events in it. */
export interface Packed {
  readonly record: StreamRecord;
  readonly events: readonly number[];
}

/** Packs all events that are not rejected into as few records as the size of a record allows. */
export const pack = (
  sent: readonly ScannedEvent[],
  verdicts: readonly Verdict[],
  envelope: Omit<RawEnvelope, 'recordId'>,
  newUlid: NewUlid,
): readonly Packed[] => {
  const positions: number[] = [];
  for (let i = 0; i < sent.length; i++) if (verdicts[i]?.status !== 'rejected') positions.push(i);
  return positions.length === 0 ? [] : packSome(sent, positions, envelope, newUlid);
};

/** Compresses, and halves what turns out too large: compression is not known before it is done. */
const packSome = (
  sent: readonly ScannedEvent[],
  positions: readonly number[],
  envelope: Omit<RawEnvelope, 'recordId'>,
  newUlid: NewUlid,
): readonly Packed[] => {
  const { tenant, receivedAt } = envelope;
  const recordId = newUlid(receivedAt);
  let lines = '';
  for (const [index, position] of positions.entries())
    lines += writeRawLine({ ...envelope, recordId }, index, eventText(sent[position]));
  const data = toMember(lines);
  const partitionKey = `${tenant}${recordId}`;
  if (data.length + partitionKey.length <= limits.recordBytes || positions.length === 1)
    return [
      {
        record: { partitionKey, data, tally: { tenant, recordId, receivedAt, events: positions.length } },
        events: positions,
      },
    ];
  const middle = positions.length >> 1;
  return [
    ...packSome(sent, positions.slice(0, middle), envelope, newUlid),
    ...packSome(sent, positions.slice(middle), envelope, newUlid),
  ];
};

/** As sent; line ends between tokens become spaces, since a line holds one event. (Inside strings JSON has them escaped.) */
const eventText = (event: ScannedEvent | undefined): string => {
  if (event === undefined) return '';
  const text = event.text.slice(event.start, event.end);
  return event.multiline ? text.replaceAll(/[\r\n]/g, ' ') : text;
};
