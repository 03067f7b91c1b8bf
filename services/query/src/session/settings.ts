/** A client's own parameters. They are kept and shown; of all of them only `statement_timeout` changes anything here. */
export const serverVersion = '18.6';
export const databaseName = 'sluice';

/** What a session starts with; by lower-case name. */
export const defaultSettings: Readonly<Record<string, string>> = {
  application_name: '',
  bytea_output: 'hex',
  client_encoding: 'UTF8',
  client_min_messages: 'notice',
  datestyle: 'ISO, MDY',
  default_transaction_isolation: 'read committed',
  default_transaction_read_only: 'on',
  extra_float_digits: '1',
  idle_in_transaction_session_timeout: '0',
  integer_datetimes: 'on',
  intervalstyle: 'postgres',
  is_superuser: 'off',
  jit: 'off',
  lc_collate: 'C',
  lc_ctype: 'C',
  lc_messages: 'C',
  lc_monetary: 'C',
  lc_numeric: 'C',
  lc_time: 'C',
  lock_timeout: '0',
  max_identifier_length: '63',
  max_index_keys: '32',
  row_security: 'on',
  search_path: 'public',
  server_encoding: 'UTF8',
  server_version: serverVersion,
  server_version_num: '180006',
  standard_conforming_strings: 'on',
  statement_timeout: '0',
  synchronize_seqscans: 'on',
  timezone: 'UTC',
  transaction_isolation: 'read committed',
  transaction_read_only: 'on',
};

/** What `SET` may change; everything else is refused. */
export const settable: ReadonlySet<string> = new Set([
  'application_name',
  'bytea_output',
  'client_encoding',
  'client_min_messages',
  'datestyle',
  'default_transaction_isolation',
  'extra_float_digits',
  'idle_in_transaction_session_timeout',
  'intervalstyle',
  'jit',
  'lc_messages',
  'lc_monetary',
  'lc_numeric',
  'lc_time',
  'lock_timeout',
  'row_security',
  'search_path',
  'standard_conforming_strings',
  'statement_timeout',
  'synchronize_seqscans',
  'timezone',
]);

const unitMs: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Milliseconds of a `statement_timeout` (`5000`, `5s`, `1min`); undefined when it is none. */
export const timeoutMs = (text: string): number | undefined => {
  const match = /^(\d{1,10})\s*(us|ms|s|min|h|d)?$/.exec(text.trim());
  if (match === null) return undefined;
  return Math.ceil(Number(match[1]) * (unitMs[match[2] ?? 'ms'] ?? 1));
};
