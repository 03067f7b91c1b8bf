import { done, type Outcome } from '@sluice/core/failure';
import { partitionKey, type TableName } from '@sluice/core/layout';
import type { Chunk } from '@sluice/core/ports';
import { type Writer, writeItems } from '../dynamo/batch-write.ts';
import { chunkItem, entryItem } from './items.ts';
import type { KnownEntries } from './known-entries.ts';

export interface Putting {
  readonly writer: Writer;
  readonly physical: (table: TableName) => string;
  readonly known: KnownEntries;
}

const isMissing = (outcome: Outcome): boolean => !outcome.ok && outcome.failure.code === 'TableMissing';

/** The outcome of each partition's index item, by partition key; those written before are left out. */
const writeEntries = async (
  { writer, physical, known }: Putting,
  table: TableName,
  chunks: readonly Chunk[],
): Promise<ReadonlyMap<string, Outcome>> => {
  const fresh = new Map<string, Chunk>();
  for (const chunk of chunks)
    if (!known.has(chunk.partition)) fresh.set(partitionKey(chunk.partition), chunk);
  const entries = [...fresh.values()];
  const outcomes = await writeItems(writer, physical(table), entries.map(entryItem));
  for (const [i, { partition }] of entries.entries()) if (outcomes[i]?.ok === true) known.add(partition);
  return new Map([...fresh.keys()].map((key, i) => [key, outcomes[i] ?? done]));
};

const putToTable = async (
  putting: Putting,
  table: TableName,
  chunks: readonly Chunk[],
): Promise<readonly Outcome[]> => {
  const entries = await writeEntries(putting, table, chunks);
  const entryOutcome = ({ partition }: Chunk): Outcome => entries.get(partitionKey(partition)) ?? done;
  // A chunk whose index item is not there would be stored and never found.
  const listed = chunks.filter((chunk) => entryOutcome(chunk).ok);
  const written = await writeItems(putting.writer, putting.physical(table), listed.map(chunkItem));
  if ([...entries.values(), ...written].some(isMissing)) putting.known.forget(table);
  const outcomes = new Map(listed.map((chunk, i) => [chunk, written[i] ?? done]));
  return chunks.map((chunk) => outcomes.get(chunk) ?? entryOutcome(chunk));
};

const indexesByTable = (chunks: readonly Chunk[]): ReadonlyMap<TableName, number[]> => {
  const groups = new Map<TableName, number[]>();
  for (const [i, { partition }] of chunks.entries()) {
    const group = groups.get(partition.table) ?? [];
    groups.set(partition.table, group);
    group.push(i);
  }
  return groups;
};

/** Writes index items, then chunks, table by table, since a call is refused whole when one of its tables is missing. An outcome each, in order. */
export const putChunks = async (putting: Putting, chunks: readonly Chunk[]): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = chunks.map(() => done);
  const putGroup = async ([table, indexes]: readonly [TableName, readonly number[]]): Promise<void> => {
    const group = indexes.flatMap((i) => chunks[i] ?? []);
    for (const [n, outcome] of (await putToTable(putting, table, group)).entries())
      outcomes[indexes[n] ?? 0] = outcome;
  };
  await Promise.all(Array.from(indexesByTable(chunks), putGroup));
  return outcomes;
};
