import { parseArgs } from 'node:util';
import { InputError } from './errors.ts';
import { labels, type Label } from './rules/rule.ts';

export interface Options {
  readonly plan: string;
  readonly books?: string;
  readonly retentionWeeks?: number;
  /** Those that mean something here. */
  readonly labels: readonly Label[];
}

export const usage =
  'usage: npm run plan-guard -- plan.json [--labels widen-access,…] [--books books.json] [--retention-weeks 8]\n' +
  `labels: ${labels.join(', ')}; others are passed over\n`;

/** @throws InputError for an option that is none, or more than one plan */
export const readOptions = (args: readonly string[]): Options => {
  const { values, positionals } = parse(args);
  const [plan, ...more] = positionals;
  if (plan === undefined) throw new InputError('no plan file is named');
  if (more.length > 0) throw new InputError(`one plan at a time, and ${more.join(' ')} besides`);
  const set = (values.labels ?? '').split(/[,\n]/).map((one) => one.trim());
  const retentionWeeks = weeksOf(values['retention-weeks']);
  return {
    plan,
    labels: labels.filter((one) => set.includes(one)),
    ...(values.books === undefined ? {} : { books: values.books }),
    ...(retentionWeeks === undefined ? {} : { retentionWeeks }),
  };
};

const parse = (args: readonly string[]) => {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { labels: text, books: text, 'retention-weeks': text },
    });
  } catch (error) {
    throw new InputError(error instanceof Error ? error.message : String(error), { cause: error });
  }
};

const weeksOf = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,2}$/.test(text))
    throw new InputError(`--retention-weeks is "${text}", not a number of weeks from 1 to 999`);
  return Number(text);
};
