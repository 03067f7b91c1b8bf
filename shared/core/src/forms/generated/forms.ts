/**
 * What the books counted in a tenant's files of the lake, once for each: hour of arrival (2026-11-23T03), rows, digest.
 */
export interface StoredCountedFiles {
  v: 1;
  files: {
    key: string;
    hours: [string, number, number][];
  }[];
}

/**
 * Body of POST /v1/schema/field (API.md 3).
 */
export interface CreateFieldRequest {
  metricName: string;
  fieldName: string;
  fieldType: string;
  aliases?: string[] | null;
}

/**
 * Body of POST /v1/schema/metric (API.md 3).
 */
export interface CreateMetricRequest {
  metricName: string;
  aliases?: string[] | null;
}

/**
 * Body of DELETE /v1/schema/metric (API.md 3).
 */
export interface DeleteMetricRequest {
  metricName: string;
}

/**
 * An event that was refused, or (kind `field`) a notice beside a stored row, with its reason and its bytes (DESIGN.md 5).
 */
export interface ErrorRecord {
  v: 1;
  tenant: string;
  stage: "raw" | "staged";
  kind: "malformed" | "commit" | "field";
  reason: string;
  code: string;
  recordId: string;
  index: number;
  receivedAt: number;
  handledAt: number;
  /**
   * the bytes as text
   */
  event: string;
  /**
   * present when the bytes are not UTF-8
   */
  encoding?: "base64";
}

/**
 * The run of the batch on a cluster that is under way, in the state store; without one, `run` is empty.
 */
export interface StoredEtlRun {
  v: 1;
  /**
   * Names the attempt, and is the token of its job.
   */
  run: string;
  /**
   * Empty until the cluster took the job.
   */
  jobId: string;
  /**
   * Epoch ms.
   */
  startedAt: number;
}

/**
 * Which manifest is the newest, in the state store.
 */
export interface StoredLakeHead {
  v: 1;
  sequence: number;
  run: string;
  manifest: string;
  snapshot: string;
}

/**
 * What one run of the etl published (shared/core/src/lake).
 */
export interface StoredManifest {
  v: 1;
  sequence: number;
  run: string;
  publishedAt: number;
  archive: {
    key: string;
    from: number;
    to: number;
  }[];
  refused: {
    key: string;
    from: number;
    to: number;
    reason: string;
  }[];
  counts: {
    read: number;
    added: number;
    duplicate: number;
    corrected: number;
    repeated: number;
    malformed: number;
    replaced: number;
  };
  added: {
    key: string;
    tenant: string;
    metric: string;
    day: string;
    rows: number;
    bytes: number;
    firstTimestamp: number;
    lastTimestamp: number;
    fields: string;
    names: string[];
    metricName: string;
  }[];
  removed: string[];
  loads: {
    loadId: string;
    tenant: string;
    metric: string;
    metricName: string;
    schemaVersion: number;
    columns: {
      id: string;
      displayName: string;
      type: "STRING" | "INTEGER" | "LONG" | "FLOAT" | "DOUBLE" | "BOOLEAN" | "BINARY";
      maxBytes: number;
    }[];
    rows: number;
    files: {
      key: string;
      rows: number;
      bytes: number;
      sha256: string;
    }[];
    wide?: {
      rows: number;
      maxBytes: number;
      files: {
        key: string;
        rows: number;
        bytes: number;
        sha256: string;
      }[];
    };
  }[];
  watermark: number;
  covered: {
    tenant: string;
    key: string;
  }[];
  surveys: {
    tenant: string;
    key: string;
  }[];
}

/**
 * All that a reader of the lake and the next run need to know, as of a manifest.
 */
export interface StoredSnapshot {
  v: 1;
  sequence: number;
  watermark: number;
  files: {
    key: string;
    tenant: string;
    metric: string;
    day: string;
    rows: number;
    bytes: number;
    firstTimestamp: number;
    lastTimestamp: number;
    fields: string;
    names: string[];
    metricName: string;
  }[];
  archive: {
    [k: string]: number;
  };
  refused: {
    key: string;
    from: number;
    to: number;
    reason: string;
  }[];
  covered: {
    tenant: string;
    key: string;
  }[];
  surveys: {
    tenant: string;
    key: string;
  }[];
}

/**
 * A stream record that an event source mapping gave up on, with its data, for replay.
 */
export interface OnFailureObject {
  v: 1;
  consumer: string;
  reason: string;
  at: number;
  shard: string;
  sequence: string;
  arrivedAt: number;
  partitionKey: string;
  tally?: {
    tenant: string;
    recordId: string;
    receivedAt: number;
    events: number;
  };
  /**
   * base64
   */
  data: string;
}

/**
 * One event as it was sent, with what the front door knows of it (DESIGN.md 5).
 */
export interface RawLine {
  v: 1;
  tenant: string;
  device: string;
  recordId: string;
  index: number;
  receivedAt: number;
  /**
   * as sent, byte for byte
   */
  event: {};
}

/**
 * One validated event: its identity, its declared fields typed under their ids, all else as text (DESIGN.md 5).
 */
export interface StagedLine {
  v: 1;
  tenant: string;
  metric: string;
  eventId: string;
  fingerprint: string;
  timestamp: number;
  receivedAt: number;
  stagedAt: number;
  device: string;
  recordId: string;
  index: number;
  /**
   * by field id; a LONG beyond 2^53 - 1 is a decimal string, BINARY is base64
   */
  fields: {
    [k: string]: string | number | boolean;
  };
  /**
   * by sent name: the JSON type and the value as text
   */
  unknown: {
    /**
     * @minItems 2
     * @maxItems 2
     */
    [k: string]: ["string" | "number" | "boolean" | "object" | "array", string];
  };
  /**
   * the metric's name as sent
   */
  as: string;
}

/**
 * A device as the directory holds it.
 */
export interface StoredDevice {
  v: 1;
  id: string;
  tenant: string;
  description: string;
  createdAt: number;
}

/**
 * An access key as the directory holds it; `sealed` holds its secret under the master key.
 */
export interface StoredKey {
  v: 1;
  id: string;
  tenant: string;
  role: "operator" | "admin" | "analyst" | "device";
  device: string;
  createdAt: number;
  scram: {
    iterations: number;
    salt: string;
    storedKey: string;
    serverKey: string;
  };
  sealed: string;
}

/**
 * One entry of a tenant's schema history as the schema store holds it (see tenant-schema/model.ts).
 */
export interface StoredSchemaChange {
  version: number;
  at: number;
  by: string;
  change: {
    [k: string]: unknown;
  };
}

/**
 * A tenant as the directory holds it; `sealed` holds its API key under the master key.
 */
export interface StoredTenant {
  v: 1;
  id: string;
  name: string;
  quota: {
    ratePerSecond: number | "unlimited";
    burst: number;
  };
  createdAt: number;
  sealed: string;
}

export type Names = string[];

/**
 * A tenant's schema as the schema store holds it (see tenant-schema/model.ts).
 */
export interface StoredTenantSchema {
  version: number;
  timestampPatterns: Names;
  metricKeys: Names;
  metrics: {
    id: string;
    displayName: string;
    aliases: Names;
    timestampPatterns: Names;
    timestampAliases: Names;
    fields: {
      id: string;
      displayName: string;
      aliases: Names;
      type: "STRING" | "INTEGER" | "LONG" | "FLOAT" | "DOUBLE" | "BOOLEAN" | "BINARY";
    }[];
    nextField: number;
  }[];
  tombstones: {
    name: string;
    deletedAt: number;
  }[];
}

/**
 * Body of PATCH /v1/schema/field (API.md 3).
 */
export interface UpdateFieldRequest {
  metricName: string;
  fieldName: string;
  newDisplayName?: string | null;
  aliases?: string[] | null;
}

/**
 * Body of PATCH /v1/schema/metric (API.md 3).
 */
export interface UpdateMetricRequest {
  metricName: string;
  newDisplayName?: string | null;
  aliases?: string[] | null;
  removeAliases?: string[] | null;
  timestampPatterns?: string[] | null;
}

/**
 * Body of PATCH /v1/schema (API.md 3). `metricTypeKeys` is what the original's Java client calls `metricKeys`; null or absent is unchanged.
 */
export interface UpdateTenantRequest {
  timestampPatterns?: string[] | null;
  metricKeys?: string[] | null;
  metricTypeKeys?: string[] | null;
}
