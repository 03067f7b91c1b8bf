import { quoted } from '../event/quoted.ts';
import { isTenantId, type TenantId } from '../layout/ids.ts';
import type { StagedLine } from './generated/forms.ts';
import { isStagedLine } from './generated/validators.cjs';

/** What the store stage needs of a staged line to find its place. */
export interface StagedHead {
  readonly tenant: TenantId;
  readonly metric: string;
  readonly timestamp: number;
  readonly receivedAt: number;
  readonly recordId: string;
  readonly index: number;
  readonly as: string;
}

/**
 * The fixed order in which {@link writeStagedLine} writes the members. Reading by it takes a fifth of the time of JSON.parse plus
 * validation, on a path that every event takes; a line in any other order is refused by it and read the long way.
 */
const order =
  /^\{"v":1,"tenant":"([0-9A-Z]{26})","metric":"([mu]_[0-9A-Z]{26})","eventId":"(?:[^"\\]|\\.)*","fingerprint":"[0-9A-Z]{26}","timestamp":(-?\d+),"receivedAt":(\d+),"stagedAt":\d+,"device":"(?:[^"\\]|\\.)*","recordId":"([0-9A-Za-z]{26})","index":(\d+),"fields":\{/;

const nameAtEnd = '"as":"';

/** Reads the head of a line in our own order; undefined when it is not in that order. */
export const readStagedHead = (line: string): StagedHead | undefined => {
  const match = order.exec(line);
  const tenant = match?.[1];
  const metric = match?.[2];
  const recordId = match?.[5];
  const as = sentName(line);
  if (
    tenant === undefined ||
    metric === undefined ||
    recordId === undefined ||
    as === undefined ||
    !isTenantId(tenant)
  )
    return undefined;
  return {
    tenant,
    metric,
    timestamp: Number(match?.[3]),
    receivedAt: Number(match?.[4]),
    recordId,
    index: Number(match?.[6]),
    as,
  };
};

/** The last member. It is found from the end: its text cannot hold an unescaped quote. */
const sentName = (line: string): string | undefined => {
  if (!line.endsWith('"}')) return undefined;
  const at = line.lastIndexOf(nameAtEnd);
  if (at < 0) return undefined;
  const raw = line.slice(at + nameAtEnd.length, -2);
  return raw.includes('\\') ? String(JSON.parse(`"${raw}"`)) : raw;
};

export interface StagedParts {
  readonly tenant: TenantId;
  readonly metric: string;
  readonly eventId: string;
  readonly fingerprint: string;
  readonly timestamp: number;
  readonly receivedAt: number;
  readonly stagedAt: number;
  readonly device: string;
  readonly recordId: string;
  readonly index: number;
  /** JSON text of the objects. */
  readonly fields: string;
  readonly unknown: string;
  readonly as: string;
}

/** A staged line with its line end, members in the order of {@link readStagedHead}. */
export const writeStagedLine = (parts: StagedParts): string =>
  `{"v":1,"tenant":"${parts.tenant}","metric":"${parts.metric}","eventId":${idAsJson(parts)}` +
  `,"fingerprint":"${parts.fingerprint}","timestamp":${parts.timestamp},"receivedAt":${parts.receivedAt},"stagedAt":${parts.stagedAt}` +
  `,"device":${quoted(parts.device)},"recordId":"${parts.recordId}","index":${parts.index}` +
  `,"fields":${parts.fields},"unknown":${parts.unknown},"as":${quoted(parts.as)}}\n`;

/** Most ids are the fingerprint, which needs no escape. */
const idAsJson = ({ eventId, fingerprint }: StagedParts): string =>
  eventId === fingerprint ? `"${eventId}"` : JSON.stringify(eventId);

/** A whole staged line; undefined when it is none. Slower than {@link readStagedHead}, for paths that are not per event of live traffic. */
export const readStagedLine = (line: string): StagedLine | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return isStagedLine(value) ? value : undefined;
  } catch {
    return undefined;
  }
};
