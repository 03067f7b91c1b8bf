import { isDeclared } from './declared.ts';
import type { MetricOf, PlanInput } from './etl-plan.ts';
import type { Step } from './plan.ts';
import { ownColumns, ownNames } from './read.ts';
import { textLiteral } from './text.ts';
import { columnTypes, fromFile, fromLine, type Field } from './values.ts';

/** The table of rows that stay when their file is written anew, for one metric or for all undeclared ones. */
const staying = (name: string): string =>
  `SELECT ${name}.* FROM ${name} ANTI JOIN (SELECT * FROM met WHERE newer) met ON met.tenant = ${name}.tenant AND met.metric = ${name}.metric
    AND met."timestamp" = ${name}."timestamp" AND met.event_id = ${name}.event_id`;

/** Of load files the keys are the warehouse's columns (`loadColumns` of the lake's manifests). */
const loadOwn =
  'event_id, fingerprint, "timestamp", received_at, record_id, idx AS "index", staged_at, device, sent_name, texts AS "unknown"';

/** A BINARY travels as base64 text in JSON. */
const loadValue = (field: Field): string =>
  field.type === 'BINARY' ? `base64("${field.id}") AS "${field.id}"` : `"${field.id}"`;

const list = (parts: readonly string[]): string => parts.map((part) => `, ${part}`).join('');

const readOld = (id: string, which: string, fields: readonly Field[]): Step => ({
  do: 'parquet',
  name: `old_${id}`,
  from: `SELECT path FROM rewritten WHERE ${which}`,
  columns: [
    ...ownColumns,
    ['unknown', 'MAP<STRING, STRING>'],
    ...fields.map((field) => [field.id, columnTypes[field.type]] as const),
  ],
  once: true,
});

interface RowsToLoad {
  readonly of: MetricOf | undefined;
  readonly which: string;
  readonly select: string;
  readonly fields: readonly Field[];
}

/**
 * New rows for the warehouse; those with long texts are in files of their own, as not every warehouse takes them. Rows of one metric go
 * into its folder as they are: to be divided by columns that are the same in all of them takes DuckDB a third more.
 */
const loadFiles = (
  name: string,
  root: string,
  isWide: boolean,
  { of, which, select, fields }: RowsToLoad,
): Step => {
  const partitions = of === undefined ? ['tenant', 'metric'] : [];
  const columns = `${partitions.map((one) => `${one}, `).join('')}${loadOwn}${list(fields.map(loadValue))}`;
  return {
    do: 'write',
    name,
    format: 'json',
    folder: of === undefined ? root : `${root}/tenant=${of.tenant}/metric=${of.metric.id}`,
    partitions,
    when: `SELECT coalesce(sum(${isWide ? 'wide_rows' : 'new_rows - wide_rows'}), 0) FROM work WHERE ${which}`,
    sql: `SELECT ${columns} FROM (${select} WHERE ${which} AND ${isWide ? '' : 'NOT '}is_wide) rows_of_lines`,
  };
};

/** Values of a metric that was deleted since they were staged, whose types nobody knows any more, stay as text under their fields' ids. */
const keptTexts = `CASE WHEN metric LIKE 'u%' THEN texts ELSE map_concat(texts, fields) END`;

/**
 * What is written of one declared metric, or (undefined) of all others, undeclared and deleted: its new rows and those of the files that are written anew,
 * and its new rows again for the warehouse.
 */
export const writeSteps = (of: MetricOf | undefined, input: PlanInput): readonly Step[] => {
  const id = of === undefined ? 'undeclared' : `${of.tenant}_${of.metric.id}`.toLowerCase();
  const which =
    of === undefined
      ? `NOT ${isDeclared('metric', input)}`
      : `tenant = ${textLiteral(of.tenant)} AND metric = ${textLiteral(of.metric.id)}`;
  const fields = (of?.metric.fields ?? []).filter((field) => field.displayName !== 'timestamp');
  const own = `tenant, metric, day, ${ownNames}`;
  const texts = of === undefined ? keptTexts : 'texts';
  const fromLines = `SELECT ${own}, ${texts} AS "unknown"${list(fields.map(fromLine))} FROM kept WHERE ${which}`;
  const rows = {
    of,
    which,
    select: `SELECT ${own}, ${texts} AS texts${list(fields.map(fromLine))} FROM kept`,
    fields,
  };
  return [
    readOld(id, which, fields),
    {
      do: 'write',
      name: `lake_${id}`,
      format: 'parquet',
      folder: input.lake,
      partitions: ['tenant', 'metric', 'day'],
      when: `SELECT count(*) FROM work WHERE ${which}`,
      sql: `${fromLines} UNION ALL SELECT ${own}, "unknown"${list(fields.map(fromFile))} FROM (${staying(`old_${id}`)}) staying`,
    },
    loadFiles(`load_${id}`, input.loads, false, rows),
    loadFiles(`wide_${id}`, input.wide, true, rows),
    ...(of === undefined ? [] : [widthsOf(id, which, fields)]),
  ];
};

/** The longest text of each field that is text in the warehouse, in bytes. */
const widthsOf = (id: string, which: string, fields: readonly Field[]): Step => {
  const texts = fields.filter(({ type }) => type === 'STRING' || type === 'BINARY');
  const widths = texts.map((field) => {
    const value = field.type === 'BINARY' ? `base64("${field.id}")` : `"${field.id}"`;
    return `coalesce(max(octet_length(${value})), 0)`;
  });
  return {
    do: 'report',
    name: `widths_${id}`,
    sql: `SELECT count(*)${list(widths)} FROM (SELECT 1 AS one${list(texts.map(fromLine))} FROM kept WHERE ${which} AND NOT is_wide) texts_of_lines`,
  };
};
