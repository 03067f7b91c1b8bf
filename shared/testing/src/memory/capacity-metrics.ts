const minuteMs = 60_000;

/** Metrics in memory: minutes of streams (`memoryMetrics<StreamMinute>()`) or of tables, as they are told. */
export const memoryMetrics = <Minute extends { readonly at: number }>() => {
  const told = new Map<string, Map<number, Minute>>();
  return {
    metrics: {
      read: async (names: readonly string[], from: number, to: number) =>
        new Map(
          names.map((name): [string, readonly Minute[]] => [
            name,
            [...(told.get(name)?.values() ?? [])]
              .filter(({ at }) => at >= from && at + minuteMs <= to)
              .toSorted((a, b) => a.at - b.at),
          ]),
        ),
    },
    tell: async (name: string, minute: Minute): Promise<void> => {
      const minutes = told.get(name) ?? new Map<number, Minute>();
      told.set(name, minutes.set(minute.at, minute));
    },
  };
};
