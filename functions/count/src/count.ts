import { OutOfService } from '@sluice/core/failure';
import { readRawLine } from '@sluice/core/forms';
import type { AcceptedLedger, BatchReport, DeliveredRecord, Tally } from '@sluice/core/ports';
import { fromEvery, parseLines } from '@sluice/core/stream';

export interface CountServices {
  readonly ledger: AcceptedLedger;
  /** Told of a record that cannot be read: nothing of ours writes such a one. */
  readonly log: (message: string, error: unknown) => void;
}

/**
 * Counts what the front door took, beside the archive and apart from it: raw records into the ledger of accepted events, from which the
 * books count. One record is of one tenant and one record id, so its first line names both.
 */
export const count = async (
  records: readonly DeliveredRecord[],
  { ledger, log }: CountServices,
): Promise<BatchReport> => {
  const tallies = records
    .map((record) => record.tally ?? tallyOf(record, log))
    .filter((one) => one !== undefined);
  const [first] = records;
  try {
    if (tallies.length > 0) await ledger.add(tallies);
    return { batchItemFailures: [] };
  } catch (error) {
    if (!(error instanceof OutOfService) || first === undefined) throw error;
    log('the ledger of accepted events is away; the batch comes again', error);
    return { batchItemFailures: [{ itemIdentifier: first.sequence }] };
  }
};

/** A Kinesis record carries no tally: its lines are counted. */
const tallyOf = ({ data, sequence }: DeliveredRecord, log: CountServices['log']): Tally | undefined => {
  try {
    let tally: Tally | undefined;
    parseLines(fromEvery(data), (line) => {
      if (tally !== undefined) tally = { ...tally, events: tally.events + 1 };
      else tally = firstOf(line);
    });
    return tally;
  } catch (error) {
    log(`the record ${sequence} cannot be read, and is not counted`, error);
    return undefined;
  }
};

const firstOf = (line: string): Tally => {
  const parts = readRawLine(line);
  if (parts === undefined) throw new Error('its first line is no raw line');
  const { tenant, recordId, receivedAt } = parts;
  return { tenant, recordId, receivedAt, events: 1 };
};
