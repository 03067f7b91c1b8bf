/** The most that was wanted in each five minutes of the last weeks, in units (shards, or units of a table). Kept in a document of its own, read and written twice an hour. */
export interface History {
  /** Number of the bin of the last value: epoch ms / 300,000. */
  readonly lastBin: number;
  /** Ascending; NaN: nothing was told. */
  readonly values: Float32Array;
}

export const binMs = 300_000;
export const binsPerDay = 288;
/** Three weeks and a day, so that the same weekday is seen three times. */
export const mostBins = 22 * binsPerDay;

export const emptyHistory: History = { lastBin: 0, values: new Float32Array(0) };

/** Value of a bin; NaN outside and where nothing was told. */
export const binValue = ({ lastBin, values }: History, bin: number): number =>
  values[values.length - 1 - (lastBin - bin)] ?? Number.NaN;

/** With what was seen since; of a bin that is seen in parts the most stays. */
export const extended = (
  history: History,
  seen: readonly { readonly at: number; readonly units: number }[],
): History => {
  const newest = seen.at(-1);
  if (newest === undefined) return history;
  const lastBin = Math.max(history.lastBin, Math.floor(newest.at / binMs));
  const oldest = history.values.length === 0 ? Math.floor((seen[0]?.at ?? 0) / binMs) : firstBin(history);
  const first = Math.max(oldest, lastBin - mostBins + 1);
  const values = new Float32Array(lastBin - first + 1).fill(Number.NaN);
  // All that is known begins at `first` at the latest: `oldest` is its first bin, unless that is too long ago.
  values.set(
    history.values.subarray(Math.max(0, first - firstBin(history))),
    Math.max(0, firstBin(history) - first),
  );
  for (const { at, units } of seen) {
    const i = Math.floor(at / binMs) - first;
    const known = values[i];
    if (known !== undefined && !(known >= units)) values[i] = units;
  }
  return { lastBin, values };
};

export const firstBin = ({ lastBin, values }: History): number => lastBin - values.length + 1;

/** As text: base64 of the values, 24 KB for three weeks. */
export const written = ({ lastBin, values }: History): string =>
  JSON.stringify({
    v: 1,
    lastBin,
    values: Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64'),
  });

/** A history that cannot be read is begun anew: it makes what is scaled cheaper, not safer. */
export const readHistory = (text: string | undefined): History => {
  try {
    const parsed: unknown = JSON.parse(text ?? '');
    if (typeof parsed !== 'object' || parsed === null) return emptyHistory;
    const lastBin: unknown = Reflect.get(parsed, 'lastBin');
    const values: unknown = Reflect.get(parsed, 'values');
    if (typeof lastBin !== 'number' || typeof values !== 'string') return emptyHistory;
    const bytes = Uint8Array.from(Buffer.from(values, 'base64'));
    return { lastBin, values: new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / 4)) };
  } catch {
    return emptyHistory;
  }
};

/** The most that was wanted in the last week; 0 where nothing is known. */
export const mostOfWeek = ({ values }: History): number =>
  values.subarray(-7 * binsPerDay).reduce((most, value) => (value > most ? value : most), 0);
