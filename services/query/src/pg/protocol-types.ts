import type { SqlType } from '../sql-session.ts';

/** PostgreSQL's type oids as far as the wire has a form of its own for them. */
const byOid: Readonly<Record<number, SqlType>> = {
  16: 'bool',
  17: 'bytea',
  20: 'int8',
  21: 'int2',
  23: 'int4',
  114: 'json',
  700: 'float4',
  701: 'float8',
  1082: 'date',
  1083: 'time',
  1114: 'timestamp',
  1184: 'timestamptz',
  1700: 'numeric',
};

/** Everything else (name, oid, regclass, arrays) is shown as text. */
export const typeOfOid = (oid: number): SqlType => byOid[oid] ?? 'text';
