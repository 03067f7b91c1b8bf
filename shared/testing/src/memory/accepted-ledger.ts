import type { AcceptedLedger, Tally } from '@sluice/core/ports';

/** The ledger of accepted records in memory. */
export const memoryAcceptedLedger = (): AcceptedLedger => {
  const tallies = new Map<string, Tally>();
  return {
    add: async (added) => {
      for (const tally of added) tallies.set(tally.recordId, tally);
    },
    records: async function* (tenant, since = 0) {
      for (const tally of [...tallies.values()])
        if (tally.tenant === tenant && tally.receivedAt >= since) yield tally;
    },
  };
};
