import type { FieldType, Metric } from '@sluice/core/tenant-schema';
import { identifier, textLiteral } from './text.ts';

export type Field = Metric['fields'][number];

/** Types of the lake's columns, as Spark names them. */
export const columnTypes: Readonly<Record<FieldType, string>> = {
  STRING: 'STRING',
  INTEGER: 'INT',
  LONG: 'BIGINT',
  FLOAT: 'FLOAT',
  DOUBLE: 'DOUBLE',
  BOOLEAN: 'BOOLEAN',
  BINARY: 'BINARY',
};

const base64 = `'^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$'`;
const decimal = `'^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$'`;

/** In Java `$` stands before a last line end too. */
const matches = (text: string, pattern: string): string =>
  `(regexp_like(${text}, ${pattern}) AND ${text} NOT LIKE '%' || chr(10))`;

/** The rules of ORIGINAL.md 4.5 as API.md 3 amends them, on text, as the query engine has them: what does not fit is NULL. */
export const castText = (text: string, type: FieldType): string => {
  switch (type) {
    case 'STRING':
      return text;
    case 'INTEGER':
    case 'LONG':
      return `CASE WHEN ${matches(text, `'^[+-]?[0-9]+$'`)} THEN TRY_CAST(${text} AS ${columnTypes[type]}) END`;
    case 'FLOAT':
    case 'DOUBLE': {
      const value = `TRY_CAST(${text} AS ${columnTypes[type]})`;
      // Infinity less itself is no number.
      return `CASE WHEN ${matches(text, decimal)} AND ${value} - ${value} = 0 THEN ${value} END`;
    }
    case 'BOOLEAN':
      return `CASE lower(${text}) WHEN 'true' THEN true WHEN 'false' THEN false END`;
    case 'BINARY':
      return `CASE WHEN ${matches(text, base64)} THEN unbase64(${text}) END`;
  }
};

const firstOf = (texts: readonly string[]): string =>
  texts.length === 1 ? (texts[0] ?? '') : `coalesce(${texts.join(', ')})`;

/** Values of `fields` were converted when they were staged, and types never change. */
const trusted = (field: Field): string => {
  const value = `fields['${field.id}']`;
  if (field.type === 'STRING') return value;
  return field.type === 'BINARY' ? `unbase64(${value})` : `TRY_CAST(${value} AS ${columnTypes[field.type]})`;
};

/** A field's value from a staged line: typed, or else the first of its names among the unknown ones. */
export const fromLine = (field: Field): string => {
  const names = [...new Set([field.displayName, ...field.aliases])];
  const held = firstOf(names.map((name) => `texts[${textLiteral(name)}]`));
  return `coalesce(${trusted(field)}, ${castText(held, field.type)}) AS ${identifier(field.id)}`;
};

/** A field's value from a file of the lake, which was written before the field had this type or these names. */
export const fromFile = (field: Field): string => {
  const names = [...new Set([field.displayName, ...field.aliases])];
  const held = firstOf(names.map((name) => `"unknown"[${textLiteral(name)}]`));
  return `coalesce(${identifier(field.id)}, ${castText(held, field.type)}) AS ${identifier(field.id)}`;
};
