import { gunzipSync } from 'node:zlib';
import type { Archive, DeliveredRecord, Stage } from '@sluice/core/ports';

/** An archive in memory, with what was appended to it. */
export interface MemoryArchive extends Archive {
  records(stage: Stage): readonly DeliveredRecord[];
  /** All lines of a stage; of a record that is no gzip its bytes as text. */
  lines(stage: Stage): readonly string[];
}

const textOf = (data: Uint8Array): string => {
  try {
    return gunzipSync(data).toString();
  } catch {
    return Buffer.from(data).toString();
  }
};

export const memoryArchive = (): MemoryArchive => {
  const stages: Record<Stage, DeliveredRecord[]> = { raw: [], staged: [] };
  return {
    append: async (stage, records) => {
      for (const record of records) stages[stage].push({ ...record, data: Uint8Array.from(record.data) });
    },
    records: (stage) => stages[stage],
    lines: (stage) =>
      stages[stage].flatMap(({ data }) => textOf(data).split('\n')).filter((line) => line !== ''),
  };
};
