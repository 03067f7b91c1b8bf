/** Header values by lower-case name. A Map, since names are the client's (`__proto__`, `constructor`). */
export type Headers = ReadonlyMap<string, string>;

/**
 * Joins Node's `rawHeaders` (name, value, name, value): names in lower case, the values of a repeated header joined by a comma in the
 * order of arrival, as signatures take them. Node's own `headers` drops or joins repeats differently for each header.
 */
export const joinHeaders = (rawHeaders: readonly string[]): Headers => {
  const joined = new Map<string, string>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    const value = rawHeaders[at + 1] ?? '';
    const before = joined.get(name);
    joined.set(name, before === undefined ? value : `${before},${value}`);
  }
  return joined;
};
