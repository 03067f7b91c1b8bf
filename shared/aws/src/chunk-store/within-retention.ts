import { lateTable, weekOf, type TableName } from '@sluice/core/layout';
import type { ChunkStore, Clock } from '@sluice/core/ports';

const weekMs = 7 * 86_400_000;

/** Terraform keeps one week more before the retention, and two ahead (infra/src/weeks.ts). */
const [moreBefore, ahead] = [1, 2];

/**
 * A chunk store whose tables are those that Terraform keeps around now, known by the clock: asking DynamoDB for its tables takes a right
 * over all tables of the account. One that is not there, or not any more, reads as empty.
 */
export const withinRetention = (chunks: ChunkStore, clock: Clock, retentionWeeks: number): ChunkStore => ({
  ...chunks,
  tables: () => Promise.resolve(tablesAround(clock.now(), retentionWeeks)),
});

/** Weekly tables in ascending order, then the late one. `now` is epoch ms. */
export const tablesAround = (now: number, retentionWeeks: number): readonly TableName[] => {
  const before = retentionWeeks + moreBefore;
  const weeks = Array.from({ length: before + 1 + ahead }, (_, index) =>
    weekOf(now + (index - before) * weekMs),
  );
  return [...weeks, lateTable];
};
