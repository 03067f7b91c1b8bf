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
