/** The schema of one tenant: what is declared. Names are aliases only; data is keyed by the ids, so a rename never touches data. */

export const fieldTypes = ['STRING', 'INTEGER', 'LONG', 'FLOAT', 'DOUBLE', 'BOOLEAN', 'BINARY'] as const;
export type FieldType = (typeof fieldTypes)[number];

export interface Field {
  /** `f1`, `f2`, …: unique within the metric and never reused. */
  readonly id: string;
  readonly displayName: string;
  /** All names of the field in order of preference, the display name among them. */
  readonly aliases: readonly string[];
  readonly type: FieldType;
}

export interface Metric {
  /** `m_` and a ULID. */
  readonly id: string;
  readonly displayName: string;
  /** All names of the metric, the display name among them; unique within the tenant, exact case. */
  readonly aliases: readonly string[];
  readonly timestampPatterns: readonly string[];
  /** Tried in order before `timestamp`. */
  readonly timestampAliases: readonly string[];
  readonly fields: readonly Field[];
  /** The number of the next field's id. */
  readonly nextField: number;
}

/** A name that a deleted metric had: rows received before `deletedAt` (epoch ms) under it stay hidden, replayed or not. */
export interface Tombstone {
  readonly name: string;
  readonly deletedAt: number;
}

export interface TenantSchema {
  /** 0 is the empty schema; every change adds one. */
  readonly version: number;
  readonly timestampPatterns: readonly string[];
  readonly metricKeys: readonly string[];
  readonly metrics: readonly Metric[];
  readonly tombstones: readonly Tombstone[];
}

/** One entry of the history. */
export interface SchemaChange {
  readonly version: number;
  /** Epoch ms. */
  readonly at: number;
  /** Access key id of who did it. */
  readonly by: string;
  /** The call and its arguments, as `{ "action": "create field", "metricName": …, … }`. */
  readonly change: Readonly<Record<string, unknown>>;
}

export const emptySchema: TenantSchema = {
  version: 0,
  timestampPatterns: [],
  metricKeys: [],
  metrics: [],
  tombstones: [],
};
