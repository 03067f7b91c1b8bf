import type { SqlType } from '../sql-session.ts';

/** PostgreSQL's type ids and sizes (pg_type.dat): -1 is of any length. */
const known: Record<SqlType, { readonly oid: number; readonly size: number }> = {
  bool: { oid: 16, size: 1 },
  bytea: { oid: 17, size: -1 },
  int8: { oid: 20, size: 8 },
  int2: { oid: 21, size: 2 },
  int4: { oid: 23, size: 4 },
  text: { oid: 25, size: -1 },
  json: { oid: 114, size: -1 },
  float4: { oid: 700, size: 4 },
  float8: { oid: 701, size: 8 },
  date: { oid: 1082, size: 4 },
  time: { oid: 1083, size: 8 },
  timestamp: { oid: 1114, size: 8 },
  timestamptz: { oid: 1184, size: 8 },
  numeric: { oid: 1700, size: -1 },
};

export const typeOf = (type: SqlType): { readonly oid: number; readonly size: number } => known[type];

/** The engine's names of the parameter types that drivers declare; others are taken as untyped. */
const parameterTypes: ReadonlyMap<number, string> = new Map([
  [16, 'BOOLEAN'],
  [17, 'BLOB'],
  [20, 'BIGINT'],
  [21, 'SMALLINT'],
  [23, 'INTEGER'],
  [700, 'FLOAT'],
  [701, 'DOUBLE'],
  [1082, 'DATE'],
  [1083, 'TIME'],
  [1114, 'TIMESTAMP'],
  [1184, 'TIMESTAMP WITH TIME ZONE'],
  [2950, 'UUID'],
  // Untyped, '1.5' beside an INTEGER would be rounded to one; the engine has no decimal of any scale.
  [1700, 'DOUBLE'],
]);

export const parameterTypeOf = (oid: number): string | undefined => parameterTypes.get(oid);

export const textOid = known.text.oid;
