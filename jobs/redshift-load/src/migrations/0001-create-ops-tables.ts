import { opsTable } from '@sluice/core/warehouse';
import type { Migration } from './index.ts';

/** Idempotent, as it may run again when nobody knows whether it did. Never edited: what changes is a migration of a higher number. */
export const createOpsTables: Migration = {
  version: 1,
  statements: (schema) => [
    `CREATE SCHEMA IF NOT EXISTS ${schema}`,
    `CREATE TABLE IF NOT EXISTS ${opsTable(schema, 'migrations')} (version INTEGER NOT NULL)`,
    `CREATE TABLE IF NOT EXISTS ${opsTable(schema, 'manifest')} (load_id VARCHAR(128) NOT NULL, sequence BIGINT NOT NULL, metric VARCHAR(28) NOT NULL, schema_version INTEGER NOT NULL, files INTEGER NOT NULL, rows_in_files BIGINT NOT NULL, rows_merged BIGINT NOT NULL, rows_replaced BIGINT NOT NULL, loaded_at BIGINT NOT NULL, token VARCHAR(64) NOT NULL)`,
    `CREATE TABLE IF NOT EXISTS ${opsTable(schema, 'views')} (metric VARCHAR(28) NOT NULL, name_hex VARCHAR(254) NOT NULL, digest VARCHAR(64) NOT NULL)`,
  ],
};
