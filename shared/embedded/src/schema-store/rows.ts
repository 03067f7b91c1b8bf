import { SluiceError } from '@sluice/core/failure';
import { isStoredSchemaChange, isStoredTenantSchema } from '@sluice/core/forms';
import type { TenantId } from '@sluice/core/layout';
import type { SchemaChange, TenantSchema } from '@sluice/core/tenant-schema';

const damaged = (what: string, tenant: TenantId, cause?: unknown): SluiceError =>
  new SluiceError(
    {
      class: 'ours',
      code: 'SchemaDamaged',
      message: `the stored ${what} of tenant ${tenant} is not what was written; restore the schema store from a backup`,
    },
    { cause },
  );

const parse = <Form>(
  text: string,
  isForm: (value: unknown) => value is Form,
  what: string,
  tenant: TenantId,
): Form => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged(what, tenant, error);
  }
  if (!isForm(value)) throw damaged(what, tenant);
  return value;
};

/** Stored text to a schema. Throws SluiceError (`SchemaDamaged`) for what no write made. */
export const readSchema = (text: string, tenant: TenantId): TenantSchema =>
  parse(text, isStoredTenantSchema, 'schema', tenant);

/** Stored text to an entry of the history. Throws SluiceError (`SchemaDamaged`) for what no write made. */
export const readChange = (text: string, tenant: TenantId): SchemaChange =>
  parse(text, isStoredSchemaChange, 'schema history', tenant);
