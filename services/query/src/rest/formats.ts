import type { Column, SqlType, SqlValue } from '../sql-session.ts';

/** Rows as the REST call answers them. Each format takes portions of rows and gives pieces of the body. */
export interface Format {
  readonly contentType: string;
  readonly head: string;
  rows(rows: readonly (readonly SqlValue[])[], first: boolean): string;
  readonly tail: string;
}

/** Integers that a reader of JSON would round are text, as is what JSON has no number for. */
const numberJson = (text: string): string => {
  const number = Number(text);
  if (!Number.isFinite(number)) return JSON.stringify(text);
  if (/^-?\d+$/.test(text)) return Number.isSafeInteger(number) ? String(number) : JSON.stringify(text);
  const digits = text.replaceAll(/[^0-9]/g, '').replace(/^0+/, '');
  return digits.length <= 17 ? JSON.stringify(number) : JSON.stringify(text);
};

const valueJson = (value: SqlValue, type: SqlType): string => {
  if (value === null) return 'null';
  switch (type) {
    case 'bool':
      return value === 't' ? 'true' : 'false';
    case 'int2':
    case 'int4':
    case 'int8':
    case 'float4':
    case 'float8':
    case 'numeric':
      return numberJson(value);
    case 'json':
      return value;
    case 'bytea':
      // As it is sent: base64.
      return JSON.stringify(Buffer.from(value.slice(2), 'hex').toString('base64'));
    case 'text':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return JSON.stringify(value);
  }
};

/** Names of a row object: a name that comes twice gets `_1`, `_2`, …, because an object has each name once. */
export const distinctNames = (columns: readonly Column[]): readonly string[] => {
  const taken = new Set<string>();
  return columns.map(({ name }) => {
    let free = name;
    for (let n = 1; taken.has(free); n++) free = `${name}_${n}`;
    taken.add(free);
    return free;
  });
};

const objectWriter = (columns: readonly Column[]) => {
  const keys = distinctNames(columns).map((name) => `${JSON.stringify(name)}:`);
  return (row: readonly SqlValue[]): string =>
    `{${columns.map(({ type }, i) => `${keys[i] ?? ''}${valueJson(row[i] ?? null, type)}`).join(',')}}`;
};

const json = (columns: readonly Column[]): Format => {
  const write = objectWriter(columns);
  return {
    contentType: 'application/json',
    head: '[',
    rows: (rows, first) => (rows.length === 0 ? '' : `${first ? '' : ','}${rows.map(write).join(',')}`),
    tail: ']',
  };
};

const ndjson = (columns: readonly Column[]): Format => {
  const write = objectWriter(columns);
  return {
    contentType: 'application/x-ndjson',
    head: '',
    rows: (rows) => rows.map((row) => `${write(row)}\n`).join(''),
    tail: '',
  };
};

/** NULL is an empty cell, an empty text is `""`. */
const cell = (value: SqlValue): string => {
  if (value === null) return '';
  return value === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
};

const csv = (columns: readonly Column[]): Format => ({
  contentType: 'text/csv; charset=utf-8',
  head: `${columns.map(({ name }) => cell(name)).join(',')}\r\n`,
  rows: (rows) => rows.map((row) => `${row.map(cell).join(',')}\r\n`).join(''),
  tail: '',
});

/** The format that an `Accept` header asks for; JSON when it asks for none of ours. */
export const formatFor = (accept: string | undefined, columns: readonly Column[]): Format => {
  const wanted = (accept ?? '').toLowerCase();
  if (wanted.includes('application/x-ndjson')) return ndjson(columns);
  return wanted.includes('text/csv') ? csv(columns) : json(columns);
};
