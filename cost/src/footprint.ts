import footprints from '../footprints.json' with { type: 'json' };

export const { microsecondsPerEvent, assumptions } = footprints;

type Form = 'rawRecord' | 'stagedLines';

/** Compressed bytes of a number of events in one gzip member, between the measured points: by event size in line, by count in the logarithm. */
export const memberBytes = (form: Form, events: number, eventBytes: number): number => {
  const rows = footprints[form].map((row) => ({ x: row.eventBytes, y: perEvent(row.bytes, events) }));
  return events * between(rows, eventBytes);
};

const perEvent = (bytes: readonly number[], events: number): number =>
  between(
    bytes.map((one, index) => ({
      x: Math.log(footprints.eventCounts[index] ?? 1),
      y: one / (footprints.eventCounts[index] ?? 1),
    })),
    Math.log(Math.max(events, 1)),
  );

interface Point {
  readonly x: number;
  readonly y: number;
}

/** On the line between the two points around x. Beyond the last the last line goes on; before the first, and below 0, nothing does. */
const between = (points: readonly Point[], x: number): number => {
  const last = points.length - 1;
  const upper = Math.min(
    Math.max(
      points.findIndex((point) => point.x >= x),
      0,
    ) || (x > (points[last]?.x ?? 0) ? last : 1),
    last,
  );
  const [a, b] = [points[upper - 1], points[upper]];
  if (a === undefined || b === undefined) return points[0]?.y ?? 0;
  const atEnd = x >= b.x && upper === last && b.y < a.y;
  return atEnd ? b.y : a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x);
};
