import { loadTextBytes } from '@sluice/core/lake';
import type { Step } from './plan.ts';
import { ownColumns } from './read.ts';

/** An event's identity (DESIGN.md 4), and which of two rows of one is the later. */
const identity = ['tenant', 'metric', '"timestamp"', 'event_id'];
const order = ['received_at', 'record_id', 'idx', 'staged_at'];

const same = (a: string, b: string): string =>
  identity.map((one) => `${a}.${one} = ${b}.${one}`).join(' AND ');
const rowOf = (from: string): string => `(${order.map((one) => `${from}.${one}`).join(', ')})`;
const columns = `tenant, metric, day, ${ownColumns.map(([name]) => (name === 'timestamp' ? '"timestamp"' : name)).join(', ')}, fields, texts`;

/** Most rows have no twin: only those that have one are sorted. */
const twins = `SELECT ${identity.join(', ')} FROM incoming GROUP BY ${identity.join(', ')} HAVING count(*) > 1`;

const ranked = `SELECT ${columns}, row_number() OVER (PARTITION BY ${identity.join(', ')} ORDER BY ${order
  .map((one) => `${one} DESC NULLS LAST`)
  .join(', ')}) AS place
FROM incoming WHERE EXISTS (SELECT 1 FROM twins WHERE ${same('twins', 'incoming')})`;

const won = `SELECT ${columns} FROM incoming WHERE NOT EXISTS (SELECT 1 FROM twins WHERE ${same('twins', 'incoming')})
UNION ALL SELECT ${columns} FROM ranked WHERE place = 1`;

/** What a row is beside the later one of its identity. */
export const fateOf = (row: string, later: string): string =>
  `CASE WHEN ${row}.record_id = ${later}.record_id AND ${row}.idx = ${later}.idx THEN 'repeated'
  WHEN ${row}.fingerprint = ${later}.fingerprint THEN 'duplicate' ELSE 'corrected' END`;

const isLong = (map: string): string =>
  `coalesce(size(filter(map_values(${map}), one -> octet_length(one) > ${loadTextBytes})) > 0, false)`;

const existing: readonly (readonly [string, string])[] = ownColumns.filter(
  ([name]) => name !== 'device' && name !== 'sent_name',
);

/** Rows of the lake that meet a new one of the same identity, and which of the two is the later. */
const met = `SELECT existing.tenant, existing.metric, existing.day, existing.file, existing."timestamp", existing.event_id,
  ${rowOf('won')} > ${rowOf('existing')} AS newer, ${fateOf('won', 'existing')} AS fate
FROM won JOIN existing ON ${same('won', 'existing')}`;

/** Within the batch, then against the days of the lake that it touches. */
export const mergeSteps: readonly Step[] = [
  { do: 'keep', name: 'twins', sql: twins },
  { do: 'keep', name: 'ranked', sql: ranked },
  { do: 'view', name: 'won', sql: won },
  { do: 'keep', name: 'touched', sql: 'SELECT DISTINCT tenant, metric, day FROM incoming' },
  {
    do: 'parquet',
    name: 'existing',
    from: `SELECT path FROM lake_files WHERE NOT move AND EXISTS (SELECT 1 FROM touched
      WHERE touched.tenant = lake_files.tenant AND touched.metric = lake_files.metric AND touched.day = lake_files.day)`,
    columns: existing,
  },
  { do: 'keep', name: 'met', sql: met },
  {
    do: 'keep',
    name: 'kept',
    sql: `SELECT ${columns}, ${isLong('texts')} OR ${isLong('fields')} AS is_wide FROM won WHERE NOT EXISTS (SELECT 1 FROM met WHERE NOT met.newer AND ${same('met', 'won')})`,
  },
  {
    do: 'keep',
    name: 'rewritten',
    sql: `SELECT tenant, metric, day, file, path FROM lake_files WHERE NOT move AND (compact OR EXISTS (SELECT 1 FROM met
      WHERE met.newer AND met.tenant = lake_files.tenant AND met.metric = lake_files.metric AND met.day = lake_files.day AND met.file = lake_files.file))`,
  },
  {
    do: 'keep',
    name: 'work',
    sql: `SELECT tenant, metric, day, 1 AS is_new FROM kept GROUP BY tenant, metric, day
      UNION ALL SELECT tenant, metric, day, 0 AS is_new FROM rewritten GROUP BY tenant, metric, day`,
  },
];
