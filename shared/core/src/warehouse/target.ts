import type { TenantId } from '../layout/index.ts';
import { identifier, within, type Identifier } from './identifier.ts';

/** Where the rows of one metric of one tenant are. */
export interface Target {
  readonly schema: Identifier;
  /** `"schema"."table"` */
  readonly table: Identifier;
  /** `"table"`: how MERGE and DELETE name their target's columns. */
  readonly name: Identifier;
  /** Without quotes, for the catalogue. */
  readonly plain: { readonly schema: string; readonly table: string };
}

/** A schema for each tenant. Warehouse names are lower case: ids are Crockford base32, so that no two become one. */
export const schemaName = (tenant: TenantId): string => `t_${tenant.toLowerCase()}`;

export const targetOf = (tenant: TenantId, metric: string): Target => {
  const plain = { schema: schemaName(tenant), table: metric.toLowerCase() };
  const [schema, name] = [identifier(plain.schema), identifier(plain.table)];
  return { schema, name, table: within(schema, name), plain };
};

/** The tables of ours in each tenant's schema. */
export const opsTables = {
  manifest: 'load_manifest',
  views: 'load_view',
  migrations: 'load_migration',
} as const;

export const opsTable = (schema: Identifier, name: keyof typeof opsTables): Identifier =>
  within(schema, identifier(opsTables[name]));

/** The temporary table of a load. */
export const stage = identifier('stage');
