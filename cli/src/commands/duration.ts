import { CliFailure } from '../failure.ts';

const unitsMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `--since` as `90m`, `24h` or `7d`, in milliseconds. Throws CliFailure. */
export const durationOf = (text: string): number => {
  const [, count, unit] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  if (count === undefined || (unit !== 'm' && unit !== 'h' && unit !== 'd'))
    throw new CliFailure(`--since is a number and m, h or d, as 24h, not "${text.slice(0, 40)}"`, 2);
  return Number(count) * unitsMs[unit];
};
