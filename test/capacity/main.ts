import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plotOf } from './frame/plot.ts';
import { runJobs, type Job, type JobResult } from './jobs.ts';
import { readOptions, usage, type Options } from './options.ts';
import { callsLine, outcomeText, summary } from './report.ts';

const titles = { streams: 'Streams', tables: 'Weekly tables' } as const;

const say = (text: string): void => {
  console.log(text);
};

const plotted = async ({ plots }: Options, { kind }: Job, { scaled, held }: JobResult): Promise<void> => {
  if (plots === undefined) return;
  mkdirSync(plots, { recursive: true });
  writeFileSync(join(plots, `${kind}-${scaled.name}.svg`), await plotOf(scaled, held));
};

const all = async (options: Options): Promise<void> => {
  for (const path of options.missing) say(`not there, so left out: ${path}`);
  const kinds = ['streams', 'tables'] as const;
  const jobs = kinds.flatMap((kind) => options.series.map((raw): Job => ({ kind, raw })));
  let done = 0;
  const results = await runJobs(jobs, ({ kind, raw }) => {
    done += 1;
    process.stderr.write(`${done} of ${jobs.length}: ${titles[kind]}, ${raw.name}\n`);
  });
  for (const [i, job] of jobs.entries()) {
    const result = results[i];
    if (result === undefined) continue;
    await plotted(options, job, result);
    say(outcomeText(titles[job.kind], result.outcome));
  }
  for (const kind of kinds) {
    const outcomes = results.filter((_, i) => jobs[i]?.kind === kind).map(({ outcome }) => outcome);
    say(`## ${titles[kind]}\n\n${summary(outcomes)}\n\n${callsLine(outcomes)}\n`);
  }
};

try {
  const began = performance.now();
  await all(readOptions(process.argv.slice(2)));
  process.stderr.write(`${((performance.now() - began) / 1_000).toFixed(0)} s\n`);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
}
