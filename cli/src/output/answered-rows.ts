import { scanEvent, SyntaxFault } from '@sluice/core/event';
import { membersOf } from '../client/call.ts';
import { CliFailure, messageOf } from '../failure.ts';
import { left, right, type Cell } from './table.ts';

/** One row of an answer: its column names in order, and their cells. */
export interface AnsweredRow {
  readonly names: readonly string[];
  readonly cells: readonly Cell[];
}

/** Reads what the scanner for events does not take, such as names longer than an event's may be. */
const readPlainly = (line: string): AnsweredRow => {
  const value: unknown = JSON.parse(line);
  const members = [...membersOf(value)];
  return {
    names: members.map(([name]) => name),
    cells: members.map(([, member]) => {
      if (typeof member === 'number') return right(member);
      if (member === null) return left('NULL');
      return left(typeof member === 'string' ? member : JSON.stringify(member));
    }),
  };
};

/**
 * A row of NDJSON as cells. The columns keep their order, which an object would not where a name is a number, and numbers are taken as
 * they stand; null is shown as `NULL`.
 * @throws CliFailure when the row is no JSON
 */
export const readRow = (line: string): AnsweredRow => {
  try {
    return readScanned(line);
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
  }
  try {
    return readPlainly(line);
  } catch (error) {
    throw new CliFailure(`the answer holds a row that cannot be read: ${messageOf(error)}`);
  }
};

const readScanned = (line: string): AnsweredRow => {
  const { members } = scanEvent(line);
  return {
    names: members.map(({ name }) => name),
    cells: members.map(({ kind, start, end }) => {
      const text = line.slice(start, end);
      switch (kind) {
        case 'string':
          return left(String(JSON.parse(text)));
        case 'number':
          return right(text);
        case 'null':
          return left('NULL');
        case 'boolean':
        case 'object':
        case 'array':
          return left(text);
      }
    }),
  };
};
