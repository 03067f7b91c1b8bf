import { identifier, literal } from '@sluice/core/warehouse';
import { stage } from '@sluice/core/warehouse';

export interface CopySource {
  /** `s3://bucket/key` of the COPY manifest. */
  readonly manifest: string;
  /** ARN of the role that reads the files. */
  readonly role: string;
  readonly compression: 'GZIP' | 'ZSTD';
}

/**
 * Strict: any row that does not fit fails the load. No MAXERROR above 0, IGNOREALLERRORS, TRUNCATECOLUMNS, ACCEPTINVCHARS, FILLRECORD,
 * nor prefixes (AWS-FACTS 1.9). The list of columns makes it fail when one is not in the table: JSON 'auto' would leave its values out.
 */
export const copyStage = (columns: readonly string[], { manifest, role, compression }: CopySource): string =>
  `COPY ${stage} (${columns.map(identifier).join(', ')}) FROM ${literal(manifest)} IAM_ROLE ${literal(role)} FORMAT AS JSON 'auto' ${compression} MANIFEST MAXERROR 0 COMPUPDATE OFF STATUPDATE OFF`;
