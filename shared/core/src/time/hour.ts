const hourMs = 3_600_000;

let cachedHour = Number.NaN;
let cachedText = '';

/** The UTC hour of an instant (epoch ms) as `2026-11-23T03`. The last answer is remembered: neighbours mostly share their hour. */
export const hourOf = (at: number): string => {
  const hour = Math.floor(at / hourMs);
  if (hour !== cachedHour) {
    cachedHour = hour;
    cachedText = new Date(hour * hourMs).toISOString().slice(0, -11);
  }
  return cachedText;
};

/** The first millisecond of an hour written by {@link hourOf}. */
export const startOfHour = (hour: string): number => Date.parse(`${hour}:00:00.000Z`);

/** The UTC hour of an instant as a folder: `2026/11/23/03`. */
export const hourPath = (at: number): string => hourOf(at).replaceAll(/[-T]/g, '/');
