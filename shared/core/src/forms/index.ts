export type {
  ErrorRecord,
  OnFailureObject,
  RawLine,
  StagedLine,
  StoredTenantSchema,
} from './generated/forms.ts';
export {
  isErrorRecord,
  isOnFailureObject,
  isRawLine,
  isStagedLine,
  isStoredTenantSchema,
} from './generated/validators.cjs';
export type { StoredDevice, StoredKey, StoredTenant } from './generated/forms.ts';
export { isStoredDevice, isStoredKey, isStoredTenant } from './generated/validators.cjs';
export {
  readStagedHead,
  readStagedLine,
  writeStagedLine,
  type StagedHead,
  type StagedParts,
} from './staged-head.ts';
export { readRawLine, writeRawLine, type RawEnvelope, type RawParts } from './raw-lines.ts';
export type {
  CreateFieldRequest,
  CreateMetricRequest,
  DeleteMetricRequest,
  StoredSchemaChange,
  UpdateFieldRequest,
  UpdateMetricRequest,
  UpdateTenantRequest,
} from './generated/forms.ts';
export {
  isCreateFieldRequest,
  isCreateMetricRequest,
  isDeleteMetricRequest,
  isStoredSchemaChange,
  isUpdateFieldRequest,
  isUpdateMetricRequest,
  isUpdateTenantRequest,
} from './generated/validators.cjs';
export { readSealedLine, writeSealedLine } from './sealed-lines.ts';
export type {
  StoredCountedFiles,
  StoredEtlRun,
  StoredLakeHead,
  StoredManifest,
  StoredSnapshot,
} from './generated/forms.ts';
export {
  isStoredCountedFiles,
  isStoredEtlRun,
  isStoredLakeHead,
  isStoredManifest,
  isStoredSnapshot,
} from './generated/validators.cjs';
