import { gunzipSync, gzipSync } from 'node:zlib';
import { SluiceError } from '@sluice/core/failure';
import { isStoredSchemaChange, isStoredTenantSchema } from '@sluice/core/forms';
import type { TenantId } from '@sluice/core/layout';
import type { SchemaChange, TenantSchema } from '@sluice/core/tenant-schema';
import { bytesOf, integerOf, type Item } from '../dynamo/attributes.ts';

/** Attributes of a schema's item. Bodies are gzip of JSON: a schema of 380 KB with its change fits an item, and reading it costs less. */
export const attributes = { version: 'v', schema: 'schema', change: 'change' } as const;

/** The current schema and the change that made it, in one item, so that they are stored in one step. */
export interface Current {
  readonly version: number;
  readonly schema: Uint8Array;
  readonly change: Uint8Array;
}

const damaged = (what: string, tenant: TenantId, cause?: unknown): SluiceError =>
  new SluiceError(
    {
      class: 'ours',
      code: 'SchemaDamaged',
      message: `the stored ${what} of tenant ${tenant} is not what was written; restore the schema table to a point before`,
    },
    { cause },
  );

const parse = <Form>(
  body: Uint8Array,
  isForm: (value: unknown) => value is Form,
  what: string,
  tenant: TenantId,
): Form => {
  let value: unknown;
  try {
    value = JSON.parse(gunzipSync(body).toString('utf8'));
  } catch (error) {
    throw damaged(what, tenant, error);
  }
  if (!isForm(value)) throw damaged(what, tenant);
  return value;
};

export const pack = (form: TenantSchema | SchemaChange): Uint8Array => gzipSync(JSON.stringify(form));

/** Throws SluiceError (`SchemaDamaged`) for what no write made. */
export const readSchema = (body: Uint8Array, tenant: TenantId): TenantSchema =>
  parse(body, isStoredTenantSchema, 'schema', tenant);

/** Throws SluiceError (`SchemaDamaged`) for what no write made. */
export const readChange = (body: Uint8Array, tenant: TenantId): SchemaChange =>
  parse(body, isStoredSchemaChange, 'schema history', tenant);

export const currentItem = ({ version, schema, change }: Current): Item => ({
  [attributes.version]: { N: String(version) },
  [attributes.schema]: { B: schema },
  [attributes.change]: { B: change },
});

/** Throws SluiceError (`SchemaDamaged`) for an item that lacks an attribute. */
export const currentOf = (item: Item, tenant: TenantId): Current => {
  const version = integerOf(item, attributes.version);
  const schema = bytesOf(item, attributes.schema);
  const change = bytesOf(item, attributes.change);
  if (version === undefined || schema === undefined || change === undefined) throw damaged('schema', tenant);
  return { version, schema, change };
};
