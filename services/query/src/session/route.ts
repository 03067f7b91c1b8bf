import { isWord, type Token } from '../sql/lexer.ts';

/** Which statements ask for PostgreSQL's catalogue rather than for data. */
const schemas = new Set(['pg_catalog', 'information_schema']);

const relations = new Set(
  `pg_aggregate pg_am pg_attrdef pg_attribute pg_auth_members pg_authid pg_available_extensions pg_cast pg_class pg_collation pg_constraint
  pg_conversion pg_cursors pg_database pg_db_role_setting pg_default_acl pg_depend pg_description pg_enum pg_event_trigger pg_extension
  pg_foreign_data_wrapper pg_foreign_server pg_foreign_table pg_group pg_index pg_indexes pg_inherits pg_language pg_largeobject_metadata
  pg_locks pg_matviews pg_namespace pg_opclass pg_operator pg_opfamily pg_partitioned_table pg_policies pg_policy pg_prepared_statements
  pg_proc pg_publication pg_publication_rel pg_publication_tables pg_range pg_replication_slots pg_rewrite pg_roles pg_rules pg_seclabel
  pg_seclabels pg_sequence pg_sequences pg_settings pg_shadow pg_shdepend pg_shdescription pg_stat_activity pg_stat_database pg_stat_user_tables
  pg_stat_all_tables pg_statio_user_tables pg_statistic_ext pg_stats pg_subscription pg_tables pg_tablespace pg_timezone_names pg_trigger
  pg_ts_config pg_ts_dict pg_type pg_user pg_user_mappings pg_views`.split(/\s+/),
);

const functions = new Set(
  `current_schemas format_type obj_description col_description shobj_description set_config to_regclass to_regtype to_regproc quote_ident
  quote_literal has_table_privilege has_schema_privilege has_column_privilege has_any_column_privilege has_database_privilege
  has_function_privilege has_sequence_privilege pg_get_userbyid pg_get_expr pg_get_constraintdef pg_get_indexdef pg_get_viewdef pg_get_ruledef
  pg_get_functiondef pg_get_function_result pg_get_function_arguments pg_get_keywords pg_encoding_to_char pg_table_is_visible pg_type_is_visible
  pg_function_is_visible pg_relation_size pg_total_relation_size pg_table_size pg_database_size pg_get_serial_sequence pg_postmaster_start_time
  pg_conf_load_time pg_has_role pg_my_temp_schema pg_is_other_temp_schema pg_char_to_encoding pg_show_all_settings`.split(
    /\s+/,
  ),
);

const casts = new Set(['regclass', 'regtype', 'regproc', 'regnamespace', 'regrole', 'regoper']);

const asksCatalogue = (token: Token, next: Token | undefined, before: Token | undefined): boolean => {
  const name = token.text.toLowerCase();
  if (token.kind === 'quoted') return schemas.has(name) && next?.text === '.';
  if (token.kind !== 'word') return false;
  if (schemas.has(name) || relations.has(name)) return true;
  if (functions.has(name)) return next?.text === '(';
  return casts.has(name) && before?.text === ':';
};

/** True for a query that mentions PostgreSQL's catalogue; it is answered from the tenant's shadow of it. */
export const isCatalogueQuery = (tokens: readonly Token[]): boolean => {
  const first = tokens.find((token) => token.text !== '(');
  if (!isWord(first, 'select', 'with', 'values', 'table')) return false;
  return tokens.some((token, i) => asksCatalogue(token, tokens[i + 1], tokens[i - 1]));
};
