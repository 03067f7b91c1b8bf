/** A clock that only sleeping moves, and what was slept. */
export const fakeTime = () => {
  let now = 1_763_868_912_345;
  const slept: number[] = [];
  return {
    slept,
    clock: { now: () => now },
    pass: (ms: number) => {
      now += ms;
    },
    sleep: async (ms: number): Promise<void> => {
      slept.push(ms);
      now += ms;
    },
  };
};
