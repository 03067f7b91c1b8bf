/**
 * The functions a tenant's statement may call: reviewed by hand from `duckdb_functions()` of DuckDB 1.5.6. What is absent is refused, a new
 * version's additions with it. Left out on purpose: whatever reads files, settings, variables, the catalogue, logs or secrets, runs SQL held
 * in a string, sleeps, moves sequences or seeds, or exposes the engine's inner states.
 */
const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const operators = words(`
  !__postfix !~~ !~~* % & && * ** + - ->> -> / // <-> << <=> <@ >> @ @> ^ ^@ | || ~ ~~ ~~* ~~~ !~ !~* ~*
  like_escape ilike_escape not_like_escape not_ilike_escape`);

const numbers = words(`
  abs acos acosh add asin asinh atan atan2 atanh bit_count cbrt ceil ceiling cos cosh cot degrees divide even exp factorial fdiv floor fmod
  gamma gcd greatest greatest_common_divisor isfinite isinf isnan lcm least least_common_multiple lgamma ln log log10 log2 mod multiply
  nextafter pi pow power radians random round round_even roundbankers sign signbit sin sinh sqrt subtract tan tanh trunc xor
  equi_width_bins nullif coalesce ifnull hash`);

const texts = words(`
  array_extract ascii bar base64 bin bit_length bit_position bitstring char_length character_length chr concat concat_ws contains
  damerau_levenshtein decode editdist3 encode ends_with format formatReadableDecimalSize formatReadableSize format_bytes from_base64 from_binary
  from_hex get_bit hamming hex instr jaccard jaro_similarity jaro_winkler_similarity lcase left left_grapheme len length length_grapheme
  levenshtein lower lpad ltrim md5 md5_number md5_number_lower md5_number_upper mismatches nfc_normalize octet_length ord parse_dirname
  parse_dirpath parse_filename parse_formatted_bytes parse_path pg_size_pretty position prefix printf regexp_escape regexp_extract
  regexp_extract_all regexp_full_match regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table repeat replace reverse right
  right_grapheme rpad rtrim set_bit sha1 sha256 split split_part starts_with str_split str_split_regex string_split string_split_regex
  string_to_array strip_accents strlen strpos substr substring substring_grapheme suffix to_base to_base64 to_binary to_hex translate trim
  ucase unbin unhex unicode upper url_decode url_encode gen_random_uuid uuid uuidv4 uuidv7 uuid_extract_timestamp uuid_extract_version
  icu_sort_key icu_collate_noaccent pg_typeof typeof json_type`);

const times = words(`
  age ago century current_date current_localtime current_localtimestamp current_time current_timestamp date_add date_diff date_part date_sub
  date_trunc datediff datepart datesub datetrunc day dayname dayofmonth dayofweek dayofyear days_in_month decade epoch epoch_ms epoch_ns
  epoch_us era get_current_time get_current_timestamp hour isodow isoyear julian last_day make_date make_time make_timestamp make_timestamp_ms
  make_timestamp_ns make_timestamptz microsecond millennium millisecond minute month monthname nanosecond normalized_interval now quarter
  second strftime strptime time_bucket timezone timezone_hour timezone_minute to_centuries to_days to_decades to_hours to_microseconds
  to_millennia to_milliseconds to_minutes to_months to_quarters to_seconds to_timestamp to_weeks to_years today transaction_timestamp
  try_strptime week weekday weekofyear year yearweek localtime localtimestamp`);

const listNames = words(`
  aggr aggregate apply cat concat contains cosine_distance cosine_similarity distance distinct dot_product extract filter grade_up has has_all
  has_any indexof inner_product intersect negative_dot_product negative_inner_product position reduce resize reverse_sort select slice sort
  transform unique value where zip`);

const nested = words(`
  aggregate apply array_append array_cross_product array_pop_back array_pop_front array_prepend array_push_back array_push_front array_reverse
  array_to_string array_to_string_comma_default array_length cardinality element_at filter flatten generate_series generate_subscripts grade_up
  list_any_value list_append list_approx_count_distinct list_avg list_bit_and list_bit_or list_bit_xor list_bool_and list_bool_or list_count
  list_element list_entropy list_first list_histogram list_kurtosis list_kurtosis_pop list_last list_mad list_max list_median list_min list_mode
  list_pack list_prepend list_product list_reverse list_sem list_skewness list_stddev_pop list_stddev_samp list_string_agg list_sum list_var_pop
  list_var_samp map map_concat map_contains map_contains_entry map_contains_value map_entries map_extract map_extract_value map_from_entries
  map_keys map_values range reduce row struct_concat struct_contains struct_extract struct_extract_at struct_has struct_indexof struct_insert
  struct_keys struct_pack struct_position struct_update struct_values union_extract union_tag union_value unnest`);

const json = words(`
  array_to_json from_json from_json_strict json json_array json_array_length json_contains json_exists json_extract json_extract_path
  json_extract_path_text json_extract_string json_group_array json_group_object json_group_structure json_keys json_merge_patch json_object
  json_pretty json_quote json_structure json_transform json_transform_strict json_valid json_value row_to_json to_json`);

const aggregates = words(`
  any_value approx_count_distinct approx_quantile approx_top_k arbitrary arg_max arg_max_null arg_max_nulls_last arg_min arg_min_null
  arg_min_nulls_last argmax argmin array_agg avg bit_and bit_or bit_xor bitstring_agg bool_and bool_or corr count count_if count_star countif
  covar_pop covar_samp cume_dist dense_rank entropy favg fill first first_value fsum geomean geometric_mean group_concat histogram
  histogram_exact kahan_sum kurtosis kurtosis_pop lag last last_value lead list listagg mad max max_by mean median min min_by mode nth_value
  ntile percent_rank product quantile quantile_cont quantile_disc rank rank_dense regr_avgx regr_avgy regr_count regr_intercept regr_r2
  regr_slope regr_sxx regr_sxy regr_syy reservoir_quantile row_number sem skewness stddev stddev_pop stddev_samp string_agg sum
  sum_no_overflow sumkahan var_pop var_samp variance wavg weighted_avg every`);

/** Functions of any place but FROM, by lower-case name. */
export const allowedFunctions: ReadonlySet<string> = new Set(
  [
    ...operators,
    ...numbers,
    ...texts,
    ...times,
    ...nested,
    ...json,
    ...aggregates,
    ...listNames.flatMap((name) => [`list_${name}`, `array_${name}`]),
  ].map((name) => name.toLowerCase()),
);

/** Functions of FROM: they make rows of their arguments alone. */
export const allowedTableFunctions: ReadonlySet<string> = new Set([
  'unnest',
  'generate_series',
  'range',
  'json_each',
  'json_tree',
  'repeat_row',
]);
