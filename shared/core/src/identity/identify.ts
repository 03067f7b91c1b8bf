import { hash } from 'node:crypto';
import type { Member, ScannedEvent } from '../event/index.ts';
import { encodeBase32 } from '../layout/base32.ts';
import { limits } from '../layout/limits.ts';
import { canonicalEvent } from './canonical.ts';

/** What makes two events the same (DESIGN.md 4). */
export interface Identity {
  /** The client's own `eventid`, else the hash. */
  readonly eventId: string;
  /** 26 characters: the hash of the event without `eventid`. Same id and fingerprint: a duplicate; other fingerprint: a correction. */
  readonly fingerprint: string;
  /** The event has an `eventid` that cannot be one: it counts as absent, with a warning. */
  readonly unusableId: boolean;
}

/** 128 bits of SHA-256 over the device id and the canonical event, a line end between them (no id and no canonical JSON holds one). */
const digest = (device: string, canonical: string): string =>
  encodeBase32(hash('sha256', `${device}\n${canonical}`, 'binary'));

/** Characters as people count them: a surrogate pair is one. */
const codePoints = (text: string): number => {
  let count = 0;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) !== 0xdc00) count++;
  return count;
};

const clientId = (text: string, member: Member): string | undefined => {
  if (member.kind !== 'string') return undefined;
  const id = member.escaped
    ? String(JSON.parse(text.slice(member.start, member.end)))
    : text.slice(member.start + 1, member.end - 1);
  const characters = id.length <= limits.eventIdCharacters ? id.length : codePoints(id);
  return characters >= 1 && characters <= limits.eventIdCharacters ? id : undefined;
};

/** The identity of an event sent by a device. Depends on nothing that can change later: no schema, no clock. */
export const identify = (device: string, event: ScannedEvent): Identity => {
  const own = event.members.find((member) => member.name === 'eventid');
  if (own === undefined) {
    const fingerprint = digest(device, canonicalEvent(event));
    return { eventId: fingerprint, fingerprint, unusableId: false };
  }
  const fingerprint = digest(device, canonicalEvent(event, 'eventid'));
  const id = clientId(event.text, own);
  if (id !== undefined) return { eventId: id, fingerprint, unusableId: false };
  return { eventId: digest(device, canonicalEvent(event)), fingerprint, unusableId: own.kind !== 'null' };
};
