/**
 * Canonical JSON by RFC 8785 (JSON Canonicalization Scheme), except that integers keep all their digits, so that 2^53 and 2^53 + 1
 * differ while `1.0` and `1` do not (API.md 8). Works on the text of an event that {@link scanEvent} has checked.
 */
import type { Member, ScannedEvent } from '../event/index.ts';
import { quoted } from '../event/quoted.ts';
import { scanEvent, scanEvents } from '../event/index.ts';

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/**
 * True for a decimal that String(Number(…)) would give back as it is: at most 15 digits (which a double always keeps), no exponent, no
 * zero at the end, and not so small that it would be written with an exponent.
 */
const isShortest = (lexeme: string, point: number): boolean => {
  const first = lexeme.charCodeAt(0) === 0x2d ? 1 : 0;
  if (point < 0 || lexeme.length - first > 16 || lexeme.endsWith('0')) return false;
  return lexeme.charCodeAt(first) !== 0x30 || lexeme.charCodeAt(point + 1) !== 0x30;
};

/** An integer as written keeps its digits, whatever their number; anything else is written as a double is. */
const canonicalNumber = (lexeme: string): string => {
  let point = -1;
  for (let i = lexeme.charCodeAt(0) === 0x2d ? 1 : 0; i < lexeme.length; i++) {
    if (isDigit(lexeme.charCodeAt(i))) continue;
    if (lexeme.charCodeAt(i) !== 0x2e) return String(Number(lexeme) + 0); // an exponent
    point = i;
  }
  if (point < 0) return lexeme === '-0' ? '0' : lexeme;
  return isShortest(lexeme, point) ? lexeme : String(Number(lexeme) + 0);
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
