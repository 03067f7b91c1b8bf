/** A row of the table of promises: which test proves it. */
export interface Proof {
  readonly promise: string;
  readonly tests: readonly string[];
}

/** Reads rows like `| P1 … | [test/x.test.ts](…), … |`. Only files in backquotes or links that end in `.test.ts` count as tests. */
export const proofsOf = (markdown: string): readonly Proof[] =>
  markdown.split('\n').flatMap((line) => {
    const promise = /^\| *\**(P\d)\b/.exec(line)?.[1];
    if (promise === undefined) return [];
    const tests = [...line.matchAll(/`([\w./-]+\.test\.ts)`/g)].map((match) => match[1] ?? '');
    return [{ promise, tests: [...new Set(tests)] }];
  });

/** A line for each promise without a test, and each test that is not there. */
export const unproven = (
  promises: readonly string[],
  proofs: readonly Proof[],
  files: ReadonlySet<string>,
): readonly string[] =>
  promises.flatMap((promise) => {
    const tests = proofs.filter((proof) => proof.promise === promise).flatMap((proof) => proof.tests);
    if (tests.length === 0) return [`${promise} names no test`];
    return tests
      .filter((test) => !files.has(test))
      .map((test) => `${promise} names ${test}, which is not there`);
  });
