import { hash } from 'node:crypto';
import type { TenantId } from '../layout/index.ts';
import type { Field, FieldType } from '../tenant-schema/index.ts';

/** A Parquet file of the lake: one tenant, one metric (an id), one UTC day of event time (`2026-11-23`). Times are epoch ms, both ends included. */
export interface LakeFile {
  readonly key: string;
  readonly tenant: TenantId;
  readonly metric: string;
  /** The sent name of a metric nobody declared; empty for a declared one. */
  readonly metricName: string;
  readonly day: string;
  readonly rows: number;
  readonly bytes: number;
  readonly firstTimestamp: number;
  readonly lastTimestamp: number;
  /** {@link fieldsDigest} of the fields that are columns of the file; empty for a metric nobody declared. */
  readonly fields: string;
  /** Sent names of fields that the file holds in `unknown` alone. */
  readonly names: readonly string[];
}

/** A file to be loaded into the warehouse: one JSON object a line, keys are `loadColumns` and field ids; `.json.zst` or `.json.gz`, as the key ends. */
export interface LoadFile {
  readonly key: string;
  readonly rows: number;
  readonly bytes: number;
  /** SHA-256 of the file's bytes, hex. */
  readonly sha256: string;
}

/** A column of load files beside `loadColumns`: a declared field. */
export interface LoadColumn {
  /** The field's id (`f1`). */
  readonly id: string;
  readonly displayName: string;
  readonly type: FieldType;
  /** The longest value in UTF-8 bytes over the files, for STRING and BINARY (as base64 text); 0 for the others. */
  readonly maxBytes: number;
}

/** The columns that every line of a load file has, before the fields. `unknown` is an object of texts by sent name. */
export const loadColumns = [
  'event_id',
  'fingerprint',
  'timestamp',
  'received_at',
  'record_id',
  'index',
  'staged_at',
  'device',
  'sent_name',
  'unknown',
] as const;

/**
 * New and corrected rows of one metric of one tenant, to go into the warehouse as one load: merged by identity (`timestamp`, `event_id`), the
 * last in the order (`received_at`, `record_id`, `index`, `staged_at`) winning. Rows of a load are unique by identity.
 */
export interface MetricLoad {
  /** `<sequence>-<tenant>-<metric>`: the same load has the same id, however often it is tried. */
  readonly loadId: string;
  readonly tenant: TenantId;
  /** `m_…`, or `u_…` for a metric nobody declared. */
  readonly metric: string;
  /** The display name, or the sent name of an undeclared metric. */
  readonly metricName: string;
  readonly schemaVersion: number;
  readonly columns: readonly LoadColumn[];
  readonly rows: number;
  readonly files: readonly LoadFile[];
  /** Rows beside those of `files`, with a text that not every warehouse takes; absent when there are none. */
  readonly wide?: WideRows;
}

/** The longest text, in UTF-8 bytes, that a row of a load's `files` has: a string of Redshift, in a column or within a SUPER. */
export const loadTextBytes = 65_535;

/** Rows of a load that have a field or an unknown text beyond {@link loadTextBytes}. */
export interface WideRows {
  readonly rows: number;
  /** Of the longest of these texts. */
  readonly maxBytes: number;
  readonly files: readonly LoadFile[];
}

/** What became of the lines of a run. Each line is in exactly one of the others: read = added + duplicate + corrected + repeated + malformed. */
export interface RunCounts {
  readonly read: number;
  /** New rows of the lake, those that took the place of an older one among them. */
  readonly added: number;
  /** Rows of the same content under an identity that a later row has. */
  readonly duplicate: number;
  /** Rows of other content under an identity that a later row has. */
  readonly corrected: number;
  /** The same event of the same record once more: its archive object was delivered twice, or it was replayed. */
  readonly repeated: number;
  /** Lines that no staged line can be; kept aside under the run's folder. */
  readonly malformed: number;
  /** Rows of the lake from before that a row of this run took the place of. */
  readonly replaced: number;
}

/** A stretch of an archive object, in bytes, that begins and ends between two gzip members. */
export interface ArchiveSlice {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

/** An archive object that could not be read, and why; it is tried again by a run that is told to, when it was mended. */
export interface RefusedSlice extends ArchiveSlice {
  readonly reason: string;
}

/** What one run of the etl published. Manifests are numbered without gaps from 1; each is written whole before it is published. */
export interface Manifest {
  readonly v: 1;
  readonly sequence: number;
  /** Which attempt wrote it; names the folder of its files. */
  readonly run: string;
  /** Epoch ms. */
  readonly publishedAt: number;
  readonly archive: readonly ArchiveSlice[];
  readonly refused: readonly RefusedSlice[];
  readonly counts: RunCounts;
  readonly added: readonly LakeFile[];
  /** Keys of lake files that no reader of this sequence reads any more. */
  readonly removed: readonly string[];
  readonly loads: readonly MetricLoad[];
  /** The newest `receivedAt` (epoch ms) of all lines read so far. For people: a replay or a late delivery may still bring older ones. */
  readonly watermark: number;
  /** Keys of files (`.json.zst` or `.json.gz`) of `{"recordId","first","last"}` lines, by tenant: which events (indexes, both ends included) this run read. */
  readonly covered: readonly OfTenant[];
  /** Keys of the surveys of unknown fields that this run wrote anew: each holds all that was seen since the first run. */
  readonly surveys: readonly OfTenant[];
}

/** An object of one tenant. */
export interface OfTenant {
  readonly tenant: TenantId;
  readonly key: string;
}

/** All that a reader and the next run need to know, as of a manifest. */
export interface Snapshot {
  readonly v: 1;
  readonly sequence: number;
  readonly watermark: number;
  readonly files: readonly LakeFile[];
  /** How many bytes of each archive object were read. */
  readonly archive: Readonly<Record<string, number>>;
  readonly refused: readonly RefusedSlice[];
  readonly covered: readonly OfTenant[];
  /** The newest survey of each tenant. */
  readonly surveys: readonly OfTenant[];
}

export const emptySnapshot: Snapshot = {
  v: 1,
  sequence: 0,
  watermark: 0,
  files: [],
  archive: {},
  refused: [],
  covered: [],
  surveys: [],
};

/** The snapshot after a manifest. */
export const apply = (before: Snapshot, manifest: Manifest): Snapshot => {
  const removed = new Set(manifest.removed);
  const surveyed = new Set(manifest.surveys.map(({ tenant }) => tenant));
  const tried = new Set(manifest.archive.map(({ key }) => key));
  return {
    v: 1,
    sequence: manifest.sequence,
    watermark: manifest.watermark,
    files: [...before.files.filter(({ key }) => !removed.has(key)), ...manifest.added],
    archive: { ...before.archive, ...Object.fromEntries(manifest.archive.map(({ key, to }) => [key, to])) },
    refused: [...before.refused.filter(({ key }) => !tried.has(key)), ...manifest.refused],
    covered: [...before.covered, ...manifest.covered],
    surveys: [...before.surveys.filter(({ tenant }) => !surveyed.has(tenant)), ...manifest.surveys],
  };
};

/** A digest of what decides the values of a metric's columns: each field's id, type and names. Files of the same digest need no look into `unknown`. */
export const fieldsDigest = (
  fields: readonly Pick<Field, 'id' | 'type' | 'displayName' | 'aliases'>[],
): string =>
  fields.length === 0
    ? ''
    : hash(
        'sha256',
        JSON.stringify(fields.map(({ id, type, displayName, aliases }) => [id, type, displayName, aliases])),
        'hex',
      ).slice(0, 16);
