/**
 * A whole number as 17 characters that sort as numbers do: `1` and 16 digits from zero up, `0` and the distance from -2^53 below. Event
 * times are never far from now, but the late table takes any.
 */
const sortable = (number: number): string =>
  number >= 0
    ? `1${String(number).padStart(16, '0')}`
    : `0${String(number + Number.MAX_SAFE_INTEGER + 1).padStart(16, '0')}`;

/** The sort key of a chunk: `10001795402800005#01JD…`, first timestamp, then chunk id. */
export const chunkSortKey = (firstTimestamp: number, chunkId: string): string =>
  `${sortable(firstTimestamp)}#${chunkId}`;

/** The chunk id of a sort key; undefined when it is none. */
export const chunkIdOf = (sortKey: string): string | undefined => /^[01]\d{16}#(.+)$/.exec(sortKey)?.[1];
