import { warehouseLimits } from '@sluice/core/ports';
import { redshiftQuestions } from '@sluice/core/warehouse';
import type { Column, ColumnType } from '../columns.ts';
import { copyManifest, copyManifestKey } from '../copy-manifest.ts';
import { copyStage } from '../sql/copy-stage.ts';
import { createStage } from '../sql/create-stage.ts';
import { lockManifest } from '../sql/lock-manifest.ts';
import type { Dialect } from './dialect.ts';

export interface RedshiftPlace {
  /** `s3://bucket/key` of an object of the store that has the load files. */
  readonly urlOf: (key: string) => string;
  /** ARN of the role that COPY reads with. */
  readonly role: string;
}

const maxTextBytes = 65_535;

/** Few steps, so that a column is widened a few times in its life; each widening is a statement of its own, before the load. */
const textSteps = [256, 1_024, 4_096, 16_384, maxTextBytes];

/** The size of a text column that takes values of so many bytes. Sizes are maximums: a larger one costs nothing on disk, but memory in queries. */
export const textSize = (bytes: number): number => textSteps.find((step) => step >= bytes) ?? maxTextBytes;

const types: Readonly<Record<Exclude<ColumnType, 'text'>, string>> = {
  integer: 'INTEGER',
  bigint: 'BIGINT',
  real: 'REAL',
  double: 'DOUBLE PRECISION',
  boolean: 'BOOLEAN',
  map: 'SUPER',
};

const typeOf = ({ type, bytes }: Column): string =>
  type === 'text' ? `VARCHAR(${textSize(bytes)})` : types[type];

export const redshift = ({ urlOf, role }: RedshiftPlace): Dialect => ({
  ...redshiftQuestions,
  limits: { columns: 1_600, textBytes: maxTextBytes, statementBytes: warehouseLimits.statementBytes },
  catalogueTypes: {
    text: 'character varying',
    integer: 'integer',
    bigint: 'bigint',
    real: 'real',
    double: 'double precision',
    boolean: 'boolean',
    map: 'super',
  },
  typeOf,
  // Rows of one event meet on one node, and a time range is a range of blocks.
  tableOptions: ' DISTSTYLE KEY DISTKEY ("event_id") SORTKEY ("timestamp")',
  // A late-binding view does not keep its table's columns from being widened.
  viewOptions: ' WITH NO SCHEMA BINDING',
  failWhen: (condition) => `1 / (CASE WHEN ${condition} THEN 0 ELSE 1 END)`,
  lock: lockManifest,
  createStage,
  fillStage: ({ loadId, files }, columns) =>
    copyStage(
      columns.map(({ name }) => name),
      {
        manifest: urlOf(copyManifestKey(loadId)),
        role,
        compression: files.some(({ key }) => key.endsWith('.zst')) ? 'ZSTD' : 'GZIP',
      },
    ),
  manifestOf: (load) => ({ key: copyManifestKey(load.loadId), text: copyManifest(load, urlOf) }),
});
