/**
 * Canonical JSON by RFC 8785 (JSON Canonicalization Scheme), except that integers keep all their digits, so that 2^53 and 2^53 + 1
 * differ while `1.0` and `1` do not (API.md 8). Works on the text of an event that {@link scanEvent} has checked.
 */
import type { Member, ScannedEvent } from '../event/index.ts';
import { scanEvent, scanEvents } from '../event/index.ts';

const quotedNames = new Map<string, string>();

/** Names recur from event to event: their quoted form is remembered, within bounds. */
const quoted = (name: string): string => {
  let text = quotedNames.get(name);
  if (text === undefined) {
    text = JSON.stringify(name);
    if (quotedNames.size >= 10_000) quotedNames.clear();
    quotedNames.set(name, text);
  }
  return text;
};

/** `-0`, a fraction or an exponent: not an integer as written. */
const canonicalNumber = (lexeme: string): string => {
  if (/^-?\d+$/.test(lexeme)) return lexeme === '-0' ? '0' : lexeme;
  return String(Number(lexeme) + 0);
};

/** The canonical form of one member's value, as text. */
export const canonicalValue = (
  text: string,
  member: Pick<Member, 'kind' | 'start' | 'end' | 'escaped'>,
): string => {
  const lexeme = text.slice(member.start, member.end);
  switch (member.kind) {
    case 'number':
      return canonicalNumber(lexeme);
    case 'string':
      // Without an escape there is nothing that RFC 8785 would write otherwise.
      return member.escaped ? JSON.stringify(JSON.parse(lexeme)) : lexeme;
    case 'object':
    case 'array':
      return canonicalNested(lexeme);
    case 'boolean':
    case 'null':
      return lexeme;
  }
};

/** Nested values are rare: they are scanned again, level by level. */
const canonicalNested = (text: string): string => {
  if (text.startsWith('{')) return canonicalMembers(text, scanEvent(text).members);
  const wrapped = scanElements(text);
  return `[${wrapped.map((member) => canonicalValue(text, member)).join(',')}]`;
};

/** The elements of a list as nameless members. */
const scanElements = (text: string): readonly Member[] =>
  scanEvents(text).map((event) => ({
    name: '',
    kind: event.kind,
    start: event.start,
    end: event.end,
    escaped: event.kind === 'string' && text.slice(event.start, event.end).includes('\\'),
  }));

const byName = (a: Member, b: Member): number => (a.name < b.name ? -1 : 1);

/** RFC 8785 orders names by their UTF-16 code units, which is how JavaScript compares strings. */
const canonicalMembers = (text: string, members: readonly Member[], without?: string): string => {
  const sorted = members.toSorted(byName);
  let out = '{';
  for (const member of sorted) {
    if (member.name === without) continue;
    if (out.length > 1) out += ',';
    out += `${quoted(member.name)}:${canonicalValue(text, member)}`;
  }
  return `${out}}`;
};

/** The canonical form of an event, without one of its members if `without` names it. */
export const canonicalEvent = (event: ScannedEvent, without?: string): string =>
  canonicalMembers(event.text, event.members, without);
