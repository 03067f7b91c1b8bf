import { zoned } from './joda.cjs';

const known = new Map<string, boolean>();
const limit = 2_000;

const reads = (name: string): boolean => {
  const { DateTimeFormatterBuilder } = zoned();
  try {
    // js-joda's own name for the machine's zone is none of Java's.
    if (name.startsWith('SYSTEM')) return false;
    new DateTimeFormatterBuilder().appendZoneId().toFormatter().parse(name);
    return true;
  } catch {
    return false;
  }
};

/** True when Java's formatters take the text as a zone in brackets: a region, `UTC`, `GMT+01:00`, `Z`, `-08:00`. Remembered. */
export const isRegion = (name: string): boolean => {
  const kept = known.get(name);
  if (kept !== undefined) return kept;
  if (known.size >= limit) known.clear();
  const answer = reads(name);
  known.set(name, answer);
  return answer;
};
