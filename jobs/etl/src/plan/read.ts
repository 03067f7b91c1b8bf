import { loadTextBytes } from '@sluice/core/lake';
import type { PlanInput } from './etl-plan.ts';
import type { ColumnOf, Step } from './plan.ts';

/** The members of a staged line (DESIGN.md 5). */
export const lineColumns: readonly ColumnOf[] = [
  ['tenant', 'STRING'],
  ['metric', 'STRING'],
  ['eventId', 'STRING'],
  ['fingerprint', 'STRING'],
  ['timestamp', 'BIGINT'],
  ['receivedAt', 'BIGINT'],
  ['stagedAt', 'BIGINT'],
  ['device', 'STRING'],
  ['recordId', 'STRING'],
  ['index', 'INT'],
  ['fields', 'MAP<STRING, STRING>'],
  ['as', 'STRING'],
];

/** Of every file of the lake, before the fields. */
export const ownColumns: readonly ColumnOf[] = [
  ['timestamp', 'BIGINT'],
  ['event_id', 'STRING'],
  ['fingerprint', 'STRING'],
  ['received_at', 'BIGINT'],
  ['record_id', 'STRING'],
  ['idx', 'INT'],
  ['staged_at', 'BIGINT'],
  ['device', 'STRING'],
  ['sent_name', 'STRING'],
];

export const ownNames = ownColumns.map(([name]) => (name === 'timestamp' ? '"timestamp"' : name)).join(', ');

const idPattern = '[0-9A-HJKMNP-TV-Z]{26}$';

/** A line that can be a row. Tenant and metric become folders: only ids of ours do. */
const isGood =
  `regexp_like(lines.tenant, '^${idPattern}') AND regexp_like(lines.metric, '^[mu]_${idPattern}') AND "eventId" IS NOT NULL AND fingerprint IS NOT NULL` +
  ' AND "timestamp" IS NOT NULL AND "receivedAt" IS NOT NULL AND "stagedAt" IS NOT NULL AND "recordId" IS NOT NULL AND "index" IS NOT NULL AND "as" IS NOT NULL';

const member = (name: string): string => `get_json_object(value, '$.${name}')`;
const numbers: readonly (readonly [string, string])[] = [
  ['timestamp', 'BIGINT'],
  ['receivedAt', 'BIGINT'],
  ['stagedAt', 'BIGINT'],
  ['index', 'INT'],
];

/** The same of a line's text: what is no row is kept as it is. */
export const isGoodText = [
  `regexp_like(${member('tenant')}, '^${idPattern}')`,
  `regexp_like(${member('metric')}, '^[mu]_${idPattern}')`,
  ...['eventId', 'fingerprint', 'recordId', 'as'].map((name) => `${member(name)} IS NOT NULL`),
  ...numbers.map(([name, type]) => `TRY_CAST(${member(name)} AS ${type}) IS NOT NULL`),
].join(' AND ');

const day = (timestamp: string): string =>
  `CASE WHEN ${timestamp} BETWEEN 0 AND 253402300799999 THEN date_format(timestamp_millis(${timestamp}), 'yyyy-MM-dd') ELSE 'far' END`;

/** A text that not every warehouse takes. */
const isWide = (map: string): string =>
  `coalesce(size(filter(map_values(${map}), one -> octet_length(one) > ${loadTextBytes})) > 0, false)`;

const resolved = (from: string, sent: string, receivedAt: string): string =>
  `LEFT JOIN resolve ON resolve.tenant = ${from}.tenant AND resolve.undeclared = ${sent} AND ${receivedAt} >= resolve.since`;

/** Lines under the metric that they belong to by now; those that are none too, for what is told of them. */
const parsed = `SELECT coalesce(${isGood}, false) AS is_good, lines.tenant, lines.metric AS sent_metric, coalesce(resolve.metric, lines.metric) AS metric,
  "timestamp", "eventId" AS event_id, fingerprint, "receivedAt" AS received_at, "recordId" AS record_id, "index" AS idx, "stagedAt" AS staged_at, device,
  "as" AS sent_name, fields, unknown_kinds AS kinds, unknown_texts AS texts, ${day('"timestamp"')} AS day, ${isWide('fields')} OR ${isWide('unknown_texts')} AS is_wide
FROM lines ${resolved('lines', 'lines.metric', 'lines."receivedAt"')}`;

const qualified = ownColumns
  .map(([name]) => `moved.${name === 'timestamp' ? '"timestamp"' : name}`)
  .join(', ');

/** Good lines, and rows of files whose metric was declared since. */
const incoming = `SELECT tenant, metric, day, ${ownNames}, fields, texts, is_wide FROM parsed WHERE is_good
UNION ALL
SELECT moved.tenant, coalesce(resolve.metric, moved.metric) AS metric, moved.day, ${qualified}, CAST(NULL AS MAP<STRING, STRING>) AS fields,
  moved."unknown" AS texts, ${isWide('moved."unknown"')} AS is_wide
FROM moved ${resolved('moved', 'moved.metric', 'moved.received_at')}`;

/** All that is counted of lines before they are compared with one another, in one pass. */
const days = `SELECT is_good, CASE WHEN is_good THEN tenant END AS tenant, CASE WHEN is_good THEN metric END AS metric, CASE WHEN is_good THEN day END AS day,
  count(*) AS lines, max(CASE WHEN is_good THEN received_at END) AS newest
FROM parsed GROUP BY is_good, CASE WHEN is_good THEN tenant END, CASE WHEN is_good THEN metric END, CASE WHEN is_good THEN day END`;

/** Days that new rows are of. */
export const touched = `SELECT tenant, metric, day FROM days WHERE is_good
UNION SELECT moved.tenant, coalesce(resolve.metric, moved.metric) AS metric, moved.day FROM moved ${resolved('moved', 'moved.metric', 'moved.received_at')}`;

/** Lines become rows; what cannot is kept aside as it is. */
export const lineSteps = (input: PlanInput): readonly Step[] => [
  { do: 'keep', name: 'parsed', sql: parsed },
  { do: 'view', name: 'good', sql: 'SELECT * FROM parsed WHERE is_good' },
  { do: 'keep', name: 'days', few: true, sql: days },
  {
    do: 'report',
    name: 'read',
    sql: 'SELECT coalesce(sum(lines), 0), coalesce(sum(CASE WHEN is_good THEN lines END), 0), max(newest) FROM days',
  },
  {
    do: 'text',
    name: 'bad_lines',
    paths: input.archive,
    when: 'SELECT coalesce(sum(lines), 0) FROM days WHERE NOT is_good',
  },
  {
    do: 'parquet',
    name: 'moved',
    from: 'SELECT path FROM lake_files WHERE move',
    columns: [...ownColumns, ['unknown', 'MAP<STRING, STRING>']],
    once: false,
  },
  { do: 'view', name: 'incoming', sql: incoming },
];
