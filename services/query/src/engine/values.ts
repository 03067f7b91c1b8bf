import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTypeId,
  DuckDBUnionValue,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { SqlType, SqlValue } from '../sql-session.ts';

const types: Readonly<Partial<Record<DuckDBTypeId, SqlType>>> = {
  [DuckDBTypeId.BOOLEAN]: 'bool',
  [DuckDBTypeId.TINYINT]: 'int2',
  [DuckDBTypeId.SMALLINT]: 'int2',
  [DuckDBTypeId.UTINYINT]: 'int2',
  [DuckDBTypeId.INTEGER]: 'int4',
  [DuckDBTypeId.USMALLINT]: 'int4',
  [DuckDBTypeId.BIGINT]: 'int8',
  [DuckDBTypeId.UINTEGER]: 'int8',
  [DuckDBTypeId.UBIGINT]: 'numeric',
  [DuckDBTypeId.HUGEINT]: 'numeric',
  [DuckDBTypeId.UHUGEINT]: 'numeric',
  [DuckDBTypeId.BIGNUM]: 'numeric',
  [DuckDBTypeId.DECIMAL]: 'numeric',
  [DuckDBTypeId.FLOAT]: 'float4',
  [DuckDBTypeId.DOUBLE]: 'float8',
  [DuckDBTypeId.BLOB]: 'bytea',
  [DuckDBTypeId.DATE]: 'date',
  [DuckDBTypeId.TIME]: 'time',
  [DuckDBTypeId.TIMESTAMP]: 'timestamp',
  [DuckDBTypeId.TIMESTAMP_S]: 'timestamp',
  [DuckDBTypeId.TIMESTAMP_MS]: 'timestamp',
  [DuckDBTypeId.TIMESTAMP_NS]: 'timestamp',
  [DuckDBTypeId.TIMESTAMP_TZ]: 'timestamptz',
  [DuckDBTypeId.LIST]: 'json',
  [DuckDBTypeId.ARRAY]: 'json',
  [DuckDBTypeId.STRUCT]: 'json',
  [DuckDBTypeId.MAP]: 'json',
  [DuckDBTypeId.UNION]: 'json',
};

/** The PostgreSQL type that a column of the engine is shown as; `text` where PostgreSQL has none of the same text form. */
export const sqlTypeOf = (type: DuckDBType): SqlType =>
  type.alias === 'JSON' ? 'json' : (types[type.typeId] ?? 'text');

/** The shortest decimal that reads back as the same 32-bit float. */
const floatText = (value: number): string => {
  for (let digits = 6; digits <= 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(value);
};

const numberText = (value: number, single: boolean): string => {
  if (Object.is(value, -0)) return '-0';
  return single && Number.isFinite(value) ? floatText(value) : String(value);
};

/** JSON of a nested value: integers keep their digits, what JSON has no form for is text, a map is an object. */
export const jsonText = (value: DuckDBValue): string => {
  if (value === null) return 'null';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number')
    return Number.isFinite(value) ? JSON.stringify(value) : JSON.stringify(String(value));
  if (typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue)
    return `[${value.items.map(jsonText).join(',')}]`;
  if (value instanceof DuckDBStructValue)
    return `{${Object.entries(value.entries)
      .map(([key, entry]) => `${JSON.stringify(key)}:${jsonText(entry)}`)
      .join(',')}}`;
  if (value instanceof DuckDBMapValue)
    return `{${value.entries.map(({ key, value: entry }) => `${JSON.stringify(mapKey(key))}:${jsonText(entry)}`).join(',')}}`;
  if (value instanceof DuckDBUnionValue) return jsonText(value.value);
  return JSON.stringify(plainText(value));
};

const mapKey = (key: DuckDBValue): string => (typeof key === 'string' ? key : jsonText(key));

const plainText = (value: Exclude<DuckDBValue, null | number>): string =>
  value instanceof DuckDBBlobValue ? `\\x${Buffer.from(value.bytes).toString('hex')}` : value.toString();

const isNested = (value: DuckDBValue): boolean =>
  value instanceof DuckDBListValue ||
  value instanceof DuckDBArrayValue ||
  value instanceof DuckDBStructValue ||
  value instanceof DuckDBMapValue ||
  value instanceof DuckDBUnionValue;

/** A value in PostgreSQL's text format. */
export const textFormat = (value: DuckDBValue, type: SqlType): SqlValue => {
  if (value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return type === 'bool' ? (value ? 't' : 'f') : String(value);
  if (typeof value === 'number') return numberText(value, type === 'float4');
  if (typeof value === 'bigint') return value.toString();
  return isNested(value) ? jsonText(value) : plainText(value);
};
