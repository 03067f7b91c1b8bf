import type { PlanInput } from './etl-plan.ts';
import { fateOf } from './merge.ts';
import type { Step } from './plan.ts';
import { isGoodText } from './read.ts';
import { castText } from './values.ts';

/** Losers of the batch, and rows that the lake has later ones of, by what they are. */
const fates = `SELECT fate, count(*) FROM (
  SELECT ${fateOf('ranked', 'first_place')} AS fate FROM ranked JOIN (SELECT * FROM ranked WHERE place = 1) first_place
    ON first_place.tenant = ranked.tenant AND first_place.metric = ranked.metric AND first_place."timestamp" = ranked."timestamp"
    AND first_place.event_id = ranked.event_id
  WHERE ranked.place > 1
  UNION ALL SELECT fate FROM met WHERE NOT newer
) fates_of_rows GROUP BY fate`;

const castable = (type: 'LONG' | 'DOUBLE' | 'BOOLEAN'): string =>
  `count_if(${castText('text', type)} IS NOT NULL)`;

/** Unknown fields of the lines, as a person who thinks of declaring them wants to see them. */
const survey = `SELECT tenant, metric, sent_name, name, count(*), count_if(kind = 'string'), count_if(kind = 'number'), count_if(kind = 'boolean'),
  count_if(kind = 'object' OR kind = 'array'), ${castable('LONG')}, ${castable('DOUBLE')}, ${castable('BOOLEAN')}, min(text), max(text),
  min(received_at), max(received_at)
FROM (SELECT tenant, sent_metric AS metric, sent_name, received_at, name, kinds[name] AS kind, texts[name] AS text
  FROM (SELECT tenant, sent_metric, sent_name, received_at, kinds, texts, explode(map_keys(texts)) AS name FROM good) names_of_lines) texts_of_names
GROUP BY tenant, metric, sent_name, name`;

/** The longest text of the rows that not every warehouse takes. */
const wide = `SELECT tenant, metric, max(octet_length(text)) FROM (
  SELECT tenant, metric, explode(map_values(texts)) AS text FROM kept WHERE is_wide
  UNION ALL SELECT tenant, metric, explode(map_values(fields)) AS text FROM kept WHERE is_wide
) texts_of_rows GROUP BY tenant, metric`;

/** The events of each record: most records are read whole, as one run of indexes. */
const records = `SELECT tenant, record_id, min(idx) AS first, max(idx) AS last, count(DISTINCT idx) AS events FROM good GROUP BY tenant, record_id`;

/** Runs of indexes by record: what the books and the age-off ask. */
const covered = `SELECT tenant, record_id AS "recordId", first, last FROM records WHERE events = last - first + 1
UNION ALL
SELECT tenant, record_id AS "recordId", min(idx) AS first, max(idx) AS last FROM (
  SELECT tenant, record_id, idx, idx - row_number() OVER (PARTITION BY tenant, record_id ORDER BY idx ASC NULLS FIRST) AS run
  FROM (SELECT DISTINCT tenant, record_id, idx FROM good WHERE EXISTS (SELECT 1 FROM records WHERE records.tenant = good.tenant
    AND records.record_id = good.record_id AND events != last - first + 1)) events_of_lines) runs_of_events
GROUP BY tenant, record_id, run`;

/** What the run has to tell, and what it keeps aside. */
export const reportSteps = (input: PlanInput): readonly Step[] => [
  { do: 'report', name: 'fates', sql: fates },
  {
    do: 'report',
    name: 'replaced',
    sql: 'SELECT count(*) FROM met WHERE newer',
  },
  {
    do: 'report',
    name: 'kept',
    sql: 'SELECT tenant, metric, new_rows, sent_name FROM work WHERE new_rows > 0',
  },
  { do: 'report', name: 'wide', when: 'SELECT coalesce(sum(wide_rows), 0) FROM work', sql: wide },
  { do: 'report', name: 'rewritten', sql: 'SELECT path FROM rewritten' },
  {
    do: 'report',
    name: 'names',
    sql: 'SELECT DISTINCT tenant, metric, day, name FROM (SELECT tenant, metric, day, explode(names) AS name FROM shapes) names_of_shapes',
  },
  { do: 'report', name: 'survey', sql: survey },
  { do: 'keep', name: 'records', sql: records },
  {
    do: 'write',
    name: 'covered',
    format: 'json',
    folder: input.covered,
    partitions: ['tenant'],
    when: 'SELECT count(*) FROM records',
    sql: covered,
  },
  {
    do: 'write',
    name: 'aside',
    format: 'json',
    folder: input.aside,
    partitions: [],
    when: `SELECT count(*) FROM bad_lines`,
    sql: `SELECT value FROM bad_lines WHERE NOT coalesce(${isGoodText}, false) AND coalesce(value, '') != ''`,
  },
];
