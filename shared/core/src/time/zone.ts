import { core, zoned } from './joda.cjs';

/** Epoch ms of a local date and time, which is given as if it were UTC. */
export type LocalToInstant = (local: number) => number;

export const utc: LocalToInstant = (local) => local;

export type ZoneResult =
  { readonly ok: true; readonly toInstant: LocalToInstant } | { readonly ok: false; readonly reason: string };

const hourMs = 3_600_000;
const cacheLimit = 10_000;

/**
 * Remembers the offset of each local hour that lies between two changes of the clock: a zone's rules take
 * microseconds a call. No zone changes its clock twice within an hour, so equal offsets at both ends prove it.
 */
const cachedByHour = (offsetAt: (second: number) => number): LocalToInstant => {
  const known = new Map<number, number>();
  return (local) => {
    const hour = Math.floor(local / hourMs);
    const kept = known.get(hour);
    if (kept !== undefined) return local - kept * 1000;
    const first = offsetAt(hour * 3600);
    if (first !== offsetAt(hour * 3600 + 3599)) return local - offsetAt(Math.floor(local / 1000)) * 1000;
    if (known.size >= cacheLimit) known.clear();
    known.set(hour, first);
    return local - first * 1000;
  };
};

const isUtc = /^(?:Z|UTC|GMT|UT|\+00:00)$/;

/** A region has a letter; the fixed zones (`+01:00`, `UTC-8`) need no time zone data. */
const isFixed = /^(?:UTC|GMT|UT)?[+-][\d:]+$/;

/**
 * A zone as Java's `ZoneId.of` names it: `UTC`, `UTC-8`, `+01:00`, `Europe/Berlin` (exact case). A local time that a
 * change of the clock skips moves on by the gap; one that comes twice is the earlier. An unknown zone gives a reason.
 */
export const zoneNamed = (name: string): ZoneResult => {
  if (isUtc.test(name)) return { ok: true, toInstant: utc };
  const { ZoneId, LocalDateTime, ZoneOffset } = isFixed.test(name) ? core() : zoned();
  try {
    // js-joda's own name for the machine's zone: results must not depend on the machine.
    if (name === 'SYSTEM') throw new Error('Unknown time-zone ID: SYSTEM');
    const rules = ZoneId.of(name).rules();
    const offsetAt = (second: number): number =>
      rules.offset(LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC)).totalSeconds();
    return { ok: true, toInstant: cachedByHour(offsetAt) };
  } catch {
    return {
      ok: false,
      reason: `no time zone is named "${name}": after @ write an IANA name such as Europe/Berlin, UTC, or an offset such as +01:00`,
    };
  }
};
