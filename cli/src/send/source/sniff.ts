import { CliFailure } from '../../failure.ts';
import { splitCsv } from './csv.ts';
import { splitLines } from './lines.ts';
import type { Splitter } from './piece.ts';
import { splitList, splitValues } from './values.ts';

/** What a file can hold. */
export const inputFormats = ['json', 'ndjson', 'csv'] as const;
export type InputFormat = (typeof inputFormats)[number];

const delimiters = [',', ';', '\t'] as const;

const outsideQuotes = (line: string): string => line.replace(/"(?:[^"]|"")*"/g, '');

/** The delimiter that the first line holds most of. */
const delimiterOf = (firstLine: string): string | undefined => {
  const line = outsideQuotes(firstLine);
  const counts = delimiters.map((delimiter) => line.split(delimiter).length - 1);
  const most = Math.max(...counts);
  return most === 0 ? undefined : delimiters[counts.indexOf(most)];
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** A JSON file: a list, or objects one after the other. Those that are one to a line are split by line, which a bad one cannot disturb. */
const json = (head: string, firstLine: string): Splitter => {
  if (head.trimStart().startsWith('[')) return splitList;
  return isJson(firstLine) ? splitLines : splitValues;
};

const byEnding = (name: string): InputFormat | undefined => {
  const bare = name.toLowerCase().replace(/\.(gz|gzip)$/, '');
  if (/\.(csv|tsv)$/.test(bare)) return 'csv';
  if (/\.(ndjson|jsonl)$/.test(bare)) return 'ndjson';
  return bare.endsWith('.json') ? 'json' : undefined;
};

const byContent = (head: string, firstLine: string): InputFormat | undefined => {
  if (/^\s*(\[|\{|$)/.test(head)) return 'json';
  return delimiterOf(firstLine) === undefined ? undefined : 'csv';
};

/**
 * Decides how to read a file: as it is told to, else by the ending of its name, else by how it begins.
 * @param head the first bytes of it, decompressed, without a byte order mark
 */
export const splitterFor = (name: string, head: string, told?: InputFormat): Splitter => {
  const firstLine = (head.trimStart().split(/\r?\n/, 1)[0] ?? '').trim();
  const format = told ?? byEnding(name) ?? byContent(head, firstLine);
  switch (format) {
    case 'json':
      return json(head, firstLine);
    case 'ndjson':
      return splitLines;
    case 'csv':
      return splitCsv(delimiterOf(firstLine) ?? ',');
    case undefined:
      throw new CliFailure(
        `cannot tell what ${name} holds: it begins neither like JSON nor like CSV; say it with --input json, ndjson or csv`,
        2,
      );
  }
};
