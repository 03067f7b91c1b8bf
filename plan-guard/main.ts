/** `npm run plan-guard -- plan.json`: what a plan does, and whether it may. Exits 0 nothing is refused, 1 something is, 2 no plan. */
import { readFileSync } from 'node:fs';
import { InputError } from './src/errors.ts';
import { judge } from './src/guard.ts';
import { readOptions, usage } from './src/options.ts';
import { readPlan } from './src/plan/read.ts';
import { summary, verdict } from './src/summary.ts';
import { readBooks } from './src/weekly/books.ts';

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const planOf = (path: string) => {
  try {
    return readPlan(textOf(path));
  } catch (error) {
    if (error instanceof InputError)
      throw new InputError(`${path} is no plan: ${error.message}`, { cause: error });
    throw error;
  }
};

const run = (args: readonly string[]): number => {
  const options = readOptions(args);
  const plan = planOf(options.plan);
  const books = options.books === undefined ? {} : { books: readBooks(textOf(options.books)) };
  const { retentionWeeks } = options;
  const context = { now: Date.now(), ...books, ...(retentionWeeks === undefined ? {} : { retentionWeeks }) };
  const judgement = judge(plan, options.labels, context);
  process.stdout.write(`${summary(plan)}\n${verdict(judgement)}`);
  return judgement.refused.length === 0 ? 0 : 1;
};

try {
  process.exitCode = run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  process.stderr.write(`${error.message}\n${usage}`);
  process.exitCode = 2;
}
