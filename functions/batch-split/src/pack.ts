import { fileDevice, recordIdOf, type SplitFile } from '@sluice/core/files';
import { writeRawLine } from '@sluice/core/forms';
import { limits, type TenantId } from '@sluice/core/layout';
import type { StreamRecord } from '@sluice/core/ports';
import { Lines, toMember } from '@sluice/core/stream';
import type { FileEvent, Refused, Unit } from './gather.ts';

/** A unit as it goes out. */
export interface Packed {
  readonly record: StreamRecord | undefined;
  readonly events: number;
  readonly refused: readonly Refused[];
}

/** One event that is no record even compressed: random bytes of the largest size. */
const uncompressible = ({ line, offset, text }: FileEvent): Refused => ({
  line,
  offset,
  bytes: Buffer.from(text),
  code: 'EventTooLarge',
  reason: 'it does not fit a record of the stream, even compressed',
});

const recordOf = (
  tenant: TenantId,
  { id, receivedAt }: SplitFile,
  events: readonly FileEvent[],
): StreamRecord => {
  const recordId = recordIdOf(tenant, id, events[0]?.offset ?? 0);
  const lines = new Lines();
  for (const [index, { text }] of events.entries())
    lines.add(writeRawLine({ tenant, device: fileDevice, recordId, receivedAt }, index, text));
  return {
    partitionKey: `${tenant}${recordId}`,
    data: toMember(lines.bytes()),
    tally: { tenant, recordId, receivedAt, events: events.length },
  };
};

/** Makes the record of a unit; its id and the indexes in it come from the file and the offset alone. */
export const pack = (tenant: TenantId, file: SplitFile, { events, refused }: Unit): Packed => {
  if (events.length === 0) return { record: undefined, events: 0, refused };
  const record = recordOf(tenant, file, events);
  const [only] = events;
  if (events.length > 1 || only === undefined || fits(record))
    return { record, events: events.length, refused };
  return { record: undefined, events: 0, refused: [...refused, uncompressible(only)] };
};

const fits = ({ data, partitionKey }: StreamRecord): boolean =>
  data.length + partitionKey.length <= limits.recordBytes;
