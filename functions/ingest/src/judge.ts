import type { ScannedEvent } from '@sluice/core/event';
import { identify } from '@sluice/core/identity';
import { findRefusal, interpret } from '@sluice/core/interpret';
import type { SchemaIndex } from '@sluice/core/tenant-schema';

/** What the front door says of one event, before the stream is asked. */
export interface Verdict {
  readonly status: 'accepted' | 'accepted-with-warning' | 'rejected';
  readonly code: string | null;
  readonly message: string | null;
  /** Null when it is no object. */
  readonly eventId: string | null;
}

/** Judges one event by the rules that never change (rejected) and by the current schema (warning). */
export const judge = (event: ScannedEvent, device: string, schema: SchemaIndex, now: number): Verdict => {
  const refusal = findRefusal(event);
  if (refusal !== undefined) {
    const eventId = event.kind === 'object' ? identify(device, event).eventId : null;
    return { status: 'rejected', code: refusal.code, message: refusal.reason, eventId };
  }
  const { eventId, unusableId } = identify(device, event);
  const read = interpret(event, schema, now);
  if (!read.ok) {
    const status = read.code === 'MetricNameTooLong' ? 'rejected' : 'accepted-with-warning';
    return { status, code: read.code, message: read.reason, eventId };
  }
  const notice = read.notices[0] ?? (unusableId ? unusableIdNotice : undefined);
  if (notice === undefined) return { status: 'accepted', code: null, message: null, eventId };
  const message =
    read.notices.length > 1 ? read.notices.map(({ reason }) => reason).join('; ') : notice.reason;
  return { status: 'accepted-with-warning', code: notice.code, message, eventId };
};

const unusableIdNotice = {
  code: 'UnusableEventId',
  reason: 'eventid must be a string of 1 to 128 characters; it counts as absent',
};
