import type { ErrorObject } from 'ajv';
import type { ErrorRecord, RawLine, StagedLine, StoredTenantSchema } from './forms.ts';
type Validator<Form> = ((value: unknown) => value is Form) & { errors?: ErrorObject[] | null };
export const isErrorRecord: Validator<ErrorRecord>;
export const isRawLine: Validator<RawLine>;
export const isStagedLine: Validator<StagedLine>;
export const isStoredTenantSchema: Validator<StoredTenantSchema>;
