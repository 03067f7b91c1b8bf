import type { SealedCounts, SealedHour } from '@sluice/core/ports';

/** Sealed counts in memory. */
export const memorySealedCounts = (): SealedCounts => {
  const sealed = new Map<string, SealedHour>();
  return {
    seal: async (hours) => {
      for (const hour of structuredClone(hours)) sealed.set(JSON.stringify(hour), hour);
    },
    hours: async function* (tenant) {
      for (const hour of sealed.values()) if (hour.tenant === tenant) yield structuredClone(hour);
    },
  };
};
