import { jsonAnswer, jsonOf, type Rewrite } from './service-faults.ts';

/** Firehose in memory: what was put to each delivery stream, entry by entry, in order. */
export interface MemoryFirehose {
  readonly answer: Rewrite;
  readonly streams: ReadonlyMap<string, readonly Buffer[]>;
  /** Entries of each call. */
  readonly calls: readonly { readonly stream: string; readonly sizes: readonly number[] }[];
}

export const memoryFirehose = (): MemoryFirehose => {
  const streams = new Map<string, Buffer[]>();
  const calls: { stream: string; sizes: number[] }[] = [];
  return {
    streams,
    calls,
    answer: async (request) => {
      const { DeliveryStreamName, Records } = jsonOf(request) as {
        DeliveryStreamName: string;
        Records: { Data: string }[];
      };
      const entries = Records.map(({ Data }) => Buffer.from(Data, 'base64'));
      streams.set(DeliveryStreamName, [...(streams.get(DeliveryStreamName) ?? []), ...entries]);
      calls.push({ stream: DeliveryStreamName, sizes: entries.map(({ length }) => length) });
      return jsonAnswer({
        FailedPutCount: 0,
        RequestResponses: entries.map((_, i) => ({ RecordId: String(i) })),
      });
    },
  };
};
