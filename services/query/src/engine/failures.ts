import { SqlError } from '../sql-session.ts';
import type { Places } from '../sql/places.ts';
import type { Failure } from './protocol.ts';

/** SQLSTATE by the kind that DuckDB writes before the colon of its messages. */
const byKind: readonly (readonly [RegExp, string])[] = [
  [/^INTERRUPT/i, '57014'],
  [/^Out of Memory/i, '53200'],
  [/^Parser Error/i, '42601'],
  [/^Binder Error: Referenced (column|table)/i, '42703'],
  [/^Binder Error: (Table|Values list) .* does not have a column/i, '42703'],
  [/^Binder Error: Ambiguous/i, '42702'],
  [/^Binder Error: No function matches/i, '42883'],
  [/^Binder Error: (column .* must appear|.*aggregate)/i, '42803'],
  [/^Binder Error: Cannot (compare|mix)/i, '42804'],
  [/^Binder Error/i, '42P10'],
  [/^Catalog Error: .*Function/i, '42883'],
  [/^Catalog Error: Type/i, '42704'],
  [/^Catalog Error/i, '42P01'],
  [/^Conversion Error/i, '22P02'],
  [/^Out of Range Error/i, '22003'],
  [/^(Invalid Input|Invalid Type|Mismatch Type)/i, '22023'],
  [/^Not implemented/i, '0A000'],
  [/^Permission/i, '42501'],
  [/^Sequence Error/i, '55000'],
];

/** The key of a file of the lake in the engine's words, whatever it found wrong with it. */
const lakeFile = /\b(lake\/v1\/tenant=[^\s'"]+\.parquet)\b/;

/** @param text that has the file's path or key in it */
export const unreadableLakeFile = (text: string, cause?: unknown): SqlError => {
  const error = new SqlError(
    '58030',
    `a file of the lake cannot be read: ${lakeFile.exec(text)?.[1] ?? text}; ask the operator`,
  );
  error.cause = cause;
  return error;
};

const named = [/(?:column|table|name|function) "?([^"\s!]+)"?/i, /"([^"]+)"/];

/** The engine's words without its kind, its own names and, when it ran out of memory, its advice to change settings and the folders it names. */
const readable = (sqlstate: string, head: string): string => {
  const words = head.replace(/^[A-Z][\w ]* (Error|exception): /i, '');
  const own = sqlstate === '53200' ? (words.split('\n')[0] ?? words) : words;
  return own.replaceAll(/"?sluice_(table|with|column)_\d+"?/g, '…');
};

/** The failure of a statement from whatever the engine threw: its message without the engine's own text and folders, and the place of the name it tells. */
export const failureOf = (error: unknown, places?: Places): Failure => {
  if (error instanceof SqlError) {
    const { sqlstate, message, position } = error;
    return position === undefined ? { sqlstate, message } : { sqlstate, message, position };
  }
  const text = error instanceof Error ? error.message : String(error);
  if (lakeFile.test(text)) {
    const { sqlstate, message } = unreadableLakeFile(text);
    return { sqlstate, message };
  }
  const sqlstate = byKind.find(([pattern]) => pattern.test(text))?.[1] ?? 'XX000';
  const [head = text] = text.split(/\n+LINE \d+:/);
  const message = sqlstate === 'XX000' ? 'the engine failed on this statement' : readable(sqlstate, head);
  const position = named
    .map((pattern) => places?.find(pattern.exec(head)?.[1] ?? ''))
    .find((at) => at !== undefined);
  return position === undefined ? { sqlstate, message } : { sqlstate, message, position };
};
