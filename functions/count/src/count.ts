import { tallyOf } from '@sluice/core/books';
import { OutOfService } from '@sluice/core/failure';
import type { AcceptedLedger, BatchReport, DeliveredRecord, Tally } from '@sluice/core/ports';

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
  const tallies = records.map((record) => readable(record, log)).filter((one) => one !== undefined);
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

const readable = (record: DeliveredRecord, log: CountServices['log']): Tally | undefined => {
  try {
    return tallyOf(record);
  } catch (error) {
    log(`the record ${record.sequence} cannot be read, and is not counted`, error);
    return undefined;
  }
};
