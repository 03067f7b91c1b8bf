import { scanEvent } from '@sluice/core/event';
import { writeStagedLine, type ErrorRecord, type RawParts } from '@sluice/core/forms';
import { identify } from '@sluice/core/identity';
import { findRefusal, interpret, type Reason } from '@sluice/core/interpret';
import type { SchemaIndex } from '@sluice/core/tenant-schema';
import { hourOf } from '@sluice/core/time';

/** What becomes of one event: a staged line or an error record, and notices beside a line. */
export interface Staging {
  readonly line?: string;
  readonly metric?: string;
  /** UTC hour of the event. */
  readonly hour?: string;
  readonly errors: readonly ErrorRecord[];
}

/**
 * Reads one event by the schema. A throw on the way is a fault of ours: it must not stop the neighbours, so the event becomes an error
 * record of kind `commit`, to be replayed when the fault is mended.
 */
export const stage = (raw: RawParts, schema: SchemaIndex, now: number): Staging => {
  try {
    return stageEvent(raw, schema, now);
  } catch (error) {
    return {
      errors: [
        errorOf(
          raw,
          'commit',
          { code: 'InternalFailure', reason: `the event could not be handled: ${String(error)}` },
          now,
        ),
      ],
    };
  }
};

const stageEvent = (raw: RawParts, schema: SchemaIndex, now: number): Staging => {
  const event = scanEvent(raw.event);
  const refusal = findRefusal(event);
  if (refusal !== undefined) return { errors: [errorOf(raw, 'malformed', refusal, now)] };
  const read = interpret(event, schema, now);
  if (!read.ok) return { errors: [errorOf(raw, 'malformed', read, now)] };
  const { eventId, fingerprint } = identify(raw.device, event);
  const { tenant, device, recordId, index, receivedAt } = raw;
  const { metric, timestamp, fields, unknown, as } = read;
  const line = writeStagedLine({
    tenant,
    metric,
    eventId,
    fingerprint,
    timestamp,
    receivedAt,
    stagedAt: now,
    device,
    recordId,
    index,
    fields,
    unknown,
    as,
  });
  return {
    line,
    metric,
    hour: hourOf(timestamp),
    errors: read.notices.length === 0 ? [] : [noticeOf(raw, read.notices, now)],
  };
};

const errorOf = (
  raw: RawParts,
  kind: ErrorRecord['kind'],
  { code, reason }: Reason,
  handledAt: number,
): ErrorRecord => ({
  v: 1,
  tenant: raw.tenant,
  stage: 'raw',
  kind,
  code,
  reason,
  recordId: raw.recordId,
  index: raw.index,
  receivedAt: raw.receivedAt,
  handledAt,
  event: raw.event,
});

/** One notice an event, whatever number of fields it names: it is deduped by the event. */
const noticeOf = (raw: RawParts, notices: readonly Reason[], handledAt: number): ErrorRecord => {
  const code = notices[0]?.code ?? 'FieldType';
  return errorOf(raw, 'field', { code, reason: notices.map(({ reason }) => reason).join('; ') }, handledAt);
};
