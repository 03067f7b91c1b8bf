import type { QuestionDialect } from '../questions.ts';
import type { Target } from '../target.ts';

/** Rows by hour of arrival (hours since 1970), with the sum of what `digestOf` of the books gives for each. */
export const countHours = ({ digest, hourOf }: QuestionDialect, { table }: Target): string =>
  `SELECT ${hourOf('received_at')} AS "hour", COUNT(*) AS held, SUM(${digest('record_id', '"index"')}) AS digest FROM ${table} GROUP BY 1`;
