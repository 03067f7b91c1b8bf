import { hash } from 'node:crypto';
import { encodeBase32 } from '../layout/base32.ts';
import type { TenantId } from '../layout/ids.ts';
import type { FileFormat } from './plan.ts';

const idOf = (...parts: readonly (string | number)[]): string =>
  encodeBase32(hash('sha256', parts.join('\n'), 'binary'));

/**
 * The id of a file of a tenant: of its bytes, and of what they were said to be, since the same bytes are other events as CSV and as JSON.
 * The same file again has the same id, whatever its name.
 * @param contentHash of `contentHash`
 */
export const fileIdOf = (tenant: TenantId, contentHash: string, told: FileFormat | undefined): string =>
  idOf('file', tenant, contentHash, told ?? '');

/** The id of the record whose first event begins at an offset of a file's content: whenever, and in whatever slices the file is split. */
export const recordIdOf = (tenant: TenantId, fileId: string, offset: number): string =>
  idOf('record', tenant, fileId, offset);

/** The id that the error record of a refused line has for its record: never that of a record, since the books count those. */
export const refusedIdOf = (tenant: TenantId, fileId: string, offset: number): string =>
  idOf('refused', tenant, fileId, offset);

/** The name that a file in a tenant's own bucket has when it was given none. */
export const nameOfPath = (path: string): string => idOf('path', path);

/** The device of events that came in files. The uploader's would make the same file, sent by another key, other events. */
export const fileDevice = 'batch';

/** Where files are kept, by their id, or by the id of an upload whose content is not known yet. */
export const filePrefix = (tenant: TenantId): string => `files/tenant=${tenant}/`;
export const fileKey = (tenant: TenantId, id: string): string => `${filePrefix(tenant)}${id}`;
