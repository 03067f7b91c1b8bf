import type { Runs, SealedEvents, SealedFate } from '../ports/sealed-counts.ts';

const fates: Readonly<Record<SealedFate, true>> = {
  stored: true,
  duplicate: true,
  corrected: true,
  rejected: true,
};
const isFate = (text: string): text is SealedFate => Object.hasOwn(fates, text);

const runText = ([first, last]: Runs[number]): string => (first === last ? `${first}` : `${first}-${last}`);

/**
 * A line, with its end, of what was sealed: `01JD0000000000000000000001 stored 0-498,500`. Not JSON: there is one for each record of a
 * tenant, kept for good, and the ids are most of it.
 */
export const writeSealedLine = ({ recordId, fate, runs }: SealedEvents): string =>
  `${recordId} ${fate} ${runs.map(runText).join(',')}\n`;

const line = /^(\S+) ([a-z]+) (\d{1,15}(?:-\d{1,15})?(?:,\d{1,15}(?:-\d{1,15})?)*)$/;

/** Reads a line without its end; undefined when it is none. */
export const readSealedLine = (text: string): SealedEvents | undefined => {
  const [, recordId, fate, indexes] = line.exec(text) ?? [];
  if (recordId === undefined || fate === undefined || indexes === undefined || !isFate(fate))
    return undefined;
  const runs: [number, number][] = [];
  for (const run of indexes.split(',')) {
    const [first, last = first] = run.split('-').map(Number);
    if (first === undefined || last === undefined || last < first || first <= (runs.at(-1)?.[1] ?? -1))
      return undefined;
    runs.push([first, last]);
  }
  return { recordId, fate, runs };
};
