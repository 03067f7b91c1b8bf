/** Redshift's words that PostgreSQL does not have, and that change nothing of what is tested. */
const stripped = [/ DISTSTYLE KEY DISTKEY \("[^"]+"\) SORTKEY \("[^"]+"\)/, / WITH NO SCHEMA BINDING$/];

const lossy =
  /\b(MAXERROR\s+(AS\s+)?[1-9]|IGNOREALLERRORS|TRUNCATECOLUMNS|ACCEPTINVCHARS|FILLRECORD|TRUNCATE)\b/i;

/**
 * A statement of Redshift as PostgreSQL takes it. Throws for what would lose rows or break a transaction: neither has a place in a load.
 */
export const translate = (sql: string): string => {
  const banned = lossy.exec(sql);
  if (banned !== null) throw new Error(`the stand-in bans ${banned[0]}`);
  const plain = stripped.reduce((text, pattern) => text.replace(pattern, ''), sql);
  return plain.replaceAll(/\bSUPER\b(?=[,)]|$| NOT NULL)/g, 'jsonb');
};

/** Redshift's catalogue, with its names of types. */
export const catalogueView = `CREATE VIEW svv_columns AS SELECT table_schema, table_name, column_name, ordinal_position, character_maximum_length,
  CASE data_type WHEN 'jsonb' THEN 'super' ELSE data_type END AS data_type FROM information_schema.columns`;

/** Of Redshift's functions those that PostgreSQL lacks: for the digits of a base up to 16. */
export const functions = `CREATE FUNCTION strtol(digits text, base integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT COALESCE(SUM((STRPOS('0123456789abcdef', digit) - 1) * base::bigint ^ (LENGTH(digits) - place)), 0)::bigint
  FROM REGEXP_SPLIT_TO_TABLE(LOWER(digits), '') WITH ORDINALITY AS all_digits(digit, place) $$`;

/** True for what cannot run in a transaction block on Redshift. */
export const isOutsideOnly = (sql: string): boolean => /^ALTER TABLE .* ALTER COLUMN .* TYPE /i.test(sql);
