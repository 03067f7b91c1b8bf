import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plotOf, type Held } from './frame/plot.ts';
import { scaled, type Series } from './frame/series.ts';
import { readOptions, usage, type Options } from './options.ts';
import { callsLine, outcomeText, summary, type Outcome } from './report.ts';
import { streamResults } from './streams/index.ts';

/** The 99th percentile of what is wanted (CAPACITY 3). */
const p99Shards = 20;

const say = (text: string): void => {
  console.log(text);
};

/** Which run is under way, on one line of the terminal. */
const progressOf =
  (kind: string, { name }: Series) =>
  (policy: string) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${kind}, ${name}: ${policy}`);
  };

const plotted = async (
  { plots }: Options,
  kind: string,
  series: Series,
  held: readonly Held[],
): Promise<void> => {
  if (plots === undefined) return;
  mkdirSync(plots, { recursive: true });
  writeFileSync(join(plots, `${kind}-${series.name}.svg`), await plotOf(series, held));
};

const streams = async (raw: Series, options: Options): Promise<Outcome> => {
  const series = scaled(raw, p99Shards);
  const found = await streamResults(series, progressOf('streams', series));
  await plotted(options, 'streams', series, found.held);
  return { ...found, series: series.name };
};

const all = async (options: Options): Promise<void> => {
  for (const path of options.missing) say(`not there, so left out: ${path}`);
  const outcomes: Outcome[] = [];
  for (const raw of options.series) {
    const outcome = await streams(raw, options);
    outcomes.push(outcome);
    say(outcomeText('Streams', outcome));
  }
  say(`## Streams\n\n${summary(outcomes)}\n\n${callsLine(outcomes)}\n`);
};

try {
  const began = performance.now();
  await all(readOptions(process.argv.slice(2)));
  process.stderr.write(`\n${((performance.now() - began) / 1_000).toFixed(0)} s\n`);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 1;
}
