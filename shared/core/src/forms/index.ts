export type { ErrorRecord, RawLine, StagedLine, StoredTenantSchema } from './generated/forms.ts';
export { isErrorRecord, isRawLine, isStagedLine, isStoredTenantSchema } from './generated/validators.cjs';
