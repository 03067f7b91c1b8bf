/** Puts each list's elements at even distances between those of the first, so that what is wrong arrives among what is right. */
export const scatter = (
  base: readonly string[],
  ...others: readonly (readonly string[])[]
): readonly string[] => {
  const placed = [base, ...others].flatMap((list, which) =>
    list.map((text, i) => ({ text, at: (i + 0.5) / list.length + which * 1e-9 })),
  );
  return placed.toSorted((a, b) => a.at - b.at).map(({ text }) => text);
};
