import type { BatchReport, DeliveredRecord } from '@sluice/core/ports';
import { deliveredFrom, type KinesisEvent } from '../stream/delivered.ts';

/**
 * A handler of an event source mapping of a Kinesis stream that reports partial failures. It rejects on a fault of our own code, and the
 * mapping bisects the batch.
 */
export const streamHandler =
  (handle: (records: readonly DeliveredRecord[]) => Promise<BatchReport>) =>
  (event: KinesisEvent): Promise<BatchReport> =>
    handle(deliveredFrom(event));
