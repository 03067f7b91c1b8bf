/** The functions that Spark has and DuckDB names otherwise (shared facts in README.md, "The dialect"). Each is created in every session. */
export const prelude: readonly string[] = [
  'get_json_object(j, p) AS CASE WHEN json_valid(j) THEN json_extract_string(j, p) END',
  'explode(l) AS unnest(l)',
  'timestamp_millis(ms) AS make_timestamp(ms * 1000)',
  "date_format(t, f) AS strftime(t, '%Y-%m-%d')",
  'regexp_like(s, p) AS regexp_matches(s, p)',
  'unbase64(s) AS TRY(from_base64(s))',
  'base64(b) AS to_base64(b)',
  'octet_length(s) AS strlen(s)',
  'size(l) AS len(l)',
].map((macro) => `CREATE OR REPLACE TEMP MACRO ${macro}`);

const types: ReadonlyMap<string, string> = new Map([
  ['STRING', 'VARCHAR'],
  ['BINARY', 'BLOB'],
  ['MAP<STRING, STRING>', 'MAP(VARCHAR, VARCHAR)'],
]);

/** A type of the plan as DuckDB names it. */
export const typeOf = (type: string): string => types.get(type) ?? type;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
export const literal = quoted;
export const list = (paths: readonly string[]): string => `[${paths.map(quoted).join(', ')}]`;

/** The one place where a plan's text is not DuckDB's: the name of the map type in casts. */
export const translated = (sql: string): string =>
  sql.replaceAll('MAP<STRING, STRING>', 'MAP(VARCHAR, VARCHAR)');
