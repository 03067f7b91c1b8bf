import { isWritable } from './declared.ts';
import type { PlanInput } from './etl-plan.ts';
import type { Step } from './plan.ts';
import { ownColumns, ownNames, touched } from './read.ts';

/** An event's identity (DESIGN.md 4), and which of two rows of one is the later. */
const identity = ['tenant', 'metric', '"timestamp"', 'event_id'];
const order = ['received_at', 'record_id', 'idx', 'staged_at'];

const same = (a: string, b: string): string =>
  identity.map((one) => `${a}.${one} = ${b}.${one}`).join(' AND ');
const rowOf = (from: string): string => `(${order.map((one) => `${from}.${one}`).join(', ')})`;
const columns = `tenant, metric, day, ${ownNames}, fields, texts, is_wide`;
const keys = identity.join(', ');

/**
 * What most identities are told apart by. Each pass over the rows asks whether they are contested: by these two it takes half as long as by
 * all four. Rows of different tenants or metrics that share both are sorted for nothing, each still in its own identity. By joins and not by
 * EXISTS, for which DuckDB 1.5 gathers the distinct marks of all rows first wherever it is asked of a union.
 */
const marks = ['"timestamp"', 'event_id'];
const alike = (a: string, b: string): string => marks.map((one) => `${a}.${one} = ${b}.${one}`).join(' AND ');

/** Marks that more than one row has, here or with the lake. Most rows have no twin: only those that may have one are sorted. */
const contested = `SELECT ${marks.join(', ')} FROM incoming GROUP BY ${marks.join(', ')} HAVING count(*) > 1
UNION SELECT ${marks.join(', ')} FROM existing SEMI JOIN incoming ON ${alike('incoming', 'existing')}`;

const ranked = `SELECT ${columns}, row_number() OVER (PARTITION BY ${keys} ORDER BY ${order
  .map((one) => `${one} DESC NULLS LAST`)
  .join(', ')}) AS place
FROM incoming SEMI JOIN contested ON ${alike('contested', 'incoming')}`;

/** What a row is beside the later one of its identity. */
export const fateOf = (row: string, later: string): string =>
  `CASE WHEN ${row}.record_id = ${later}.record_id AND ${row}.idx = ${later}.idx THEN 'repeated'
  WHEN ${row}.fingerprint = ${later}.fingerprint THEN 'duplicate' ELSE 'corrected' END`;

const existing: readonly (readonly [string, string])[] = ownColumns.filter(
  ([name]) => name !== 'device' && name !== 'sent_name',
);

/**
 * Rows of the lake that meet a new one of the same identity, and which of the two is the later. Of a metric that was deleted none gives
 * way: its files hold columns that no schema names any more, and cannot be written anew.
 */
const met = (
  input: PlanInput,
): string => `SELECT existing.tenant, existing.metric, existing.day, existing.file, existing."timestamp", existing.event_id,
  ${rowOf('won')} > ${rowOf('existing')} AND ${isWritable('existing.metric', input)} AS newer, ${fateOf('won', 'existing')} AS fate
FROM (SELECT * FROM ranked WHERE place = 1) won JOIN existing ON ${same('won', 'existing')}`;

/** Not kept as a table: it would be all rows a second time. */
const kept = `SELECT ${columns} FROM incoming ANTI JOIN contested ON ${alike('contested', 'incoming')}
UNION ALL SELECT ${columns} FROM (SELECT * FROM ranked WHERE place = 1) won ANTI JOIN (SELECT * FROM met WHERE NOT newer) met ON ${same('met', 'won')}`;

/** All that is counted of the rows that are kept, in one pass: rows of a day with the same unknown names. No least text: for one Spark sorts the rows. */
const shapes = `SELECT tenant, metric, day, sent_name, map_keys(texts) AS names, count(*) AS new_rows, count_if(is_wide) AS wide_rows
FROM kept GROUP BY tenant, metric, day, sent_name, map_keys(texts)`;

/** Within the batch, then against the days of the lake that it touches. */
export const mergeSteps = (input: PlanInput): readonly Step[] => [
  { do: 'keep', name: 'touched', few: true, sql: touched },
  {
    do: 'parquet',
    name: 'existing',
    from: `SELECT path FROM lake_files WHERE NOT move AND EXISTS (SELECT 1 FROM touched
      WHERE touched.tenant = lake_files.tenant AND touched.metric = lake_files.metric AND touched.day = lake_files.day)`,
    columns: existing,
    once: false,
  },
  { do: 'keep', name: 'contested', sql: contested },
  { do: 'keep', name: 'ranked', sql: ranked },
  { do: 'keep', name: 'met', sql: met(input) },
  { do: 'view', name: 'kept', sql: kept },
  { do: 'keep', name: 'shapes', sql: shapes },
  {
    do: 'keep',
    name: 'rewritten',
    few: true,
    sql: `SELECT tenant, metric, day, file, path FROM lake_files WHERE NOT move AND (compact OR EXISTS (SELECT 1 FROM met
      WHERE met.newer AND met.tenant = lake_files.tenant AND met.metric = lake_files.metric AND met.day = lake_files.day AND met.file = lake_files.file))`,
  },
  {
    do: 'keep',
    name: 'work',
    few: true,
    sql: `SELECT tenant, metric, sum(new_rows) AS new_rows, sum(wide_rows) AS wide_rows, min(sent_name) AS sent_name FROM shapes GROUP BY tenant, metric
      UNION ALL SELECT tenant, metric, 0 AS new_rows, 0 AS wide_rows, CAST(NULL AS STRING) AS sent_name FROM rewritten GROUP BY tenant, metric`,
  },
];
