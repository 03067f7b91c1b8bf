import type { FieldType } from '@sluice/core/tenant-schema';
import { identifier, literal } from './duckdb.ts';
import type { FieldSpec, TableSpec } from './protocol.ts';

/** The statements that bring staged lines and error records into the engine's tables. All names come from ids of ours; all texts are quoted. */
const engineTypes: Readonly<Record<FieldType, string>> = {
  STRING: 'VARCHAR',
  INTEGER: 'INTEGER',
  LONG: 'BIGINT',
  FLOAT: 'FLOAT',
  DOUBLE: 'DOUBLE',
  BOOLEAN: 'BOOLEAN',
  BINARY: 'BLOB',
};

/** How a typed value is written in a staged line. */
const jsonTypes: Readonly<Record<FieldType, string>> = { ...engineTypes, BINARY: 'VARCHAR' };

const base64 = `'([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?'`;
const decimal = `'[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?'`;

/** The rules of ORIGINAL.md 4.5 as API.md 3 amends them, on text; what does not fit is NULL. */
const castText = (text: string, type: FieldType): string => {
  switch (type) {
    case 'STRING':
      return text;
    case 'INTEGER':
    case 'LONG':
      return `CASE WHEN regexp_full_match(${text}, '[+-]?[0-9]+') THEN TRY_CAST(${text} AS ${engineTypes[type]}) END`;
    case 'FLOAT':
    case 'DOUBLE': {
      const value = `TRY_CAST(${text} AS ${engineTypes[type]})`;
      return `CASE WHEN regexp_full_match(${text}, ${decimal}) AND isfinite(${value}) THEN ${value} END`;
    }
    case 'BOOLEAN':
      return `CASE lower(${text}) WHEN 'true' THEN true WHEN 'false' THEN false END`;
    case 'BINARY':
      return `CASE WHEN regexp_full_match(${text}, ${base64}) THEN TRY(from_base64(${text})) END`;
  }
};

/** The value of a field that a row holds only among its unknown fields: the first of its names that is there. */
export const fromUnknown = (field: FieldSpec, names: readonly string[]): string => {
  const found = names.map((name) => `"unknown"[${literal(name)}]`);
  return castText(found.length === 1 ? (found[0] ?? 'NULL') : `coalesce(${found.join(', ')})`, field.type);
};

export const fieldColumn = (field: FieldSpec): string => `${identifier(field.id)} ${engineTypes[field.type]}`;

const ownColumns =
  '"timestamp" BIGINT, event_id VARCHAR, received_at BIGINT, record_id VARCHAR, idx INTEGER, staged_at BIGINT, sent_name VARCHAR, "unknown" MAP(VARCHAR, VARCHAR)';
const errorColumns =
  'stage VARCHAR, kind VARCHAR, code VARCHAR, reason VARCHAR, event VARCHAR, "timestamp" BIGINT, handled_timestamp BIGINT, "year" INTEGER, "month" INTEGER, "day" INTEGER, "hour" INTEGER, record_id VARCHAR, idx INTEGER';

export const createTable = (spec: TableSpec, name: string): string =>
  `CREATE TABLE ${identifier(name)} (${spec.kind === 'errors' ? errorColumns : [ownColumns, ...spec.fields.map(fieldColumn)].join(', ')})`;

/** Same identity, and which of two rows is the later (DESIGN.md 4). */
export interface Identity {
  readonly key: string;
  readonly order: string;
}

export const identityOf = (spec: TableSpec): Identity =>
  spec.kind === 'errors'
    ? { key: 'stage, kind, record_id, idx', order: 'handled_timestamp' }
    : { key: '"timestamp", event_id', order: 'received_at, record_id, idx, staged_at' };

const readJson = (files: readonly string[], columns: string): string =>
  `read_json([${files.map(literal).join(', ')}], format = 'newline_delimited', compression = 'gzip', columns = {${columns}}, maximum_object_size = 33554432)`;

const fieldStruct = (spec: TableSpec, exact: boolean): string =>
  spec.fields.length === 0
    ? ''
    : `, 'fields': ${literal(`STRUCT(${spec.fields.map((field) => `${identifier(field.id)} ${exact ? jsonTypes[field.type] : 'VARCHAR'}`).join(', ')})`)}`;

const fieldValue = (field: FieldSpec, exact: boolean): string => {
  const value = `fields.${identifier(field.id)}`;
  const typed = exact && field.type !== 'BINARY' ? value : castText(value, field.type);
  return `, ${typed} AS ${identifier(field.id)}`;
};

/** Rows of a metric that was deleted since stay hidden; the columns are the sent name and the time of arrival. */
export const visible = (spec: TableSpec, sentName: string, receivedAt: string): string =>
  spec.tombstones
    .map(
      ({ name, deletedAt }) => ` AND NOT (${sentName} = ${literal(name)} AND ${receivedAt} < ${deletedAt})`,
    )
    .join('');

const selectLines = (spec: TableSpec, files: readonly string[], exact: boolean): string => {
  const columns = `'timestamp': 'BIGINT', 'eventId': 'VARCHAR', 'receivedAt': 'BIGINT', 'recordId': 'VARCHAR', 'index': 'INTEGER', 'stagedAt': 'BIGINT', 'as': 'VARCHAR', 'unknown': 'MAP(VARCHAR, VARCHAR[])'`;
  const unknown = 'map(map_keys("unknown"), list_transform(map_values("unknown"), lambda pair: pair[2]))';
  return `SELECT "timestamp", eventId AS event_id, receivedAt AS received_at, recordId AS record_id, "index" AS idx, stagedAt AS staged_at, "as" AS sent_name,
    coalesce(${unknown}, MAP {}) AS "unknown"${spec.fields.map((field) => fieldValue(field, exact)).join('')}
    FROM ${readJson(files, columns + fieldStruct(spec, exact))} WHERE eventId IS NOT NULL${visible(spec, '"as"', 'receivedAt')}`;
};

const selectErrors = (files: readonly string[]): string => {
  const columns = `'stage': 'VARCHAR', 'kind': 'VARCHAR', 'code': 'VARCHAR', 'reason': 'VARCHAR', 'event': 'VARCHAR', 'receivedAt': 'BIGINT', 'handledAt': 'BIGINT', 'recordId': 'VARCHAR', 'index': 'INTEGER'`;
  const part = (name: string) =>
    `CAST(date_part('${name}', make_timestamp(handledAt * 1000)) AS INTEGER) AS "${name}"`;
  return `SELECT stage, kind, code, reason, event, receivedAt AS "timestamp", handledAt AS handled_timestamp, ${['year', 'month', 'day', 'hour'].map(part).join(', ')},
    recordId AS record_id, "index" AS idx FROM ${readJson(files, columns)} WHERE recordId IS NOT NULL`;
};

/** Reads files of staged lines. `exact` lets the JSON reader type the fields; without it a value that is not of its type is NULL instead of a failure. */
export const selectFiles = (spec: TableSpec, files: readonly string[], exact: boolean): string =>
  spec.kind === 'errors' ? selectErrors(files) : selectLines(spec, files, exact);
