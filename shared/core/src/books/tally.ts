import { readRawLine } from '../forms/index.ts';
import type { DeliveredRecord, Tally } from '../ports/index.ts';
import { fromEvery, parseLines } from '../stream/index.ts';

const firstOf = (line: string): Tally => {
  const parts = readRawLine(line);
  if (parts === undefined) throw new Error('its first line is no raw line');
  const { tenant, recordId, receivedAt } = parts;
  return { tenant, recordId, receivedAt, events: 1 };
};

/**
 * What a raw record holds: the tally that it carries, else its lines are counted (a record of Kinesis carries none). One record is of one
 * tenant and one record id, so its first line names both. Undefined for an empty record. Throws an Error for one that cannot be read.
 */
export const tallyOf = ({ tally: carried, data }: DeliveredRecord): Tally | undefined => {
  if (carried !== undefined) return carried;
  let tally: Tally | undefined;
  parseLines(fromEvery(data), (line) => {
    tally = tally === undefined ? firstOf(line) : { ...tally, events: tally.events + 1 };
  });
  return tally;
};
