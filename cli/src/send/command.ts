import { limits } from '@sluice/core/layout';
import { createClient } from '../client/client.ts';
import { connectionFor } from '../connection/connection.ts';
import { CliFailure } from '../failure.ts';
import { counted } from '../output/table.ts';
import { write, writeJson } from '../output/write.ts';
import type { Surroundings } from '../surroundings.ts';
import { keepProgress, noKeeper } from './progress/keep-progress.ts';
import { readProgress, removeProgress, type Progress } from './progress/progress-file.ts';
import { showProgress } from './progress/show.ts';
import { report } from './report.ts';
import { send } from './send.ts';
import { openSource } from './source/open.ts';
import { splitterFor, type InputFormat } from './source/sniff.ts';

export interface SendOptions {
  readonly metric?: string;
  readonly batch: number;
  readonly concurrency: number;
  readonly input?: InputFormat;
  readonly restart?: boolean;
  readonly json?: boolean;
}

const isStdin = (file: string): boolean => file === '-';

const before = (
  file: string,
  { restart, metric }: SendOptions,
  accessKeyId: string,
  say: (message: string) => void,
): Progress | undefined => {
  if (isStdin(file)) return undefined;
  if (restart === true) {
    removeProgress(file);
    return undefined;
  }
  const kept = readProgress(file, { accessKeyId, metric });
  if (kept !== undefined)
    say(
      `going on after ${counted(kept.place.rows, 'row')} of ${file} that were acknowledged before (--restart sends all of it)`,
    );
  return kept;
};

/** `sluice send FILE|-`: everything of the input, in requests side by side; goes on where an interrupted send of the file stopped. */
export const runSend = async (file: string, options: SendOptions, around: Surroundings): Promise<void> => {
  const connection = connectionFor('data', around.env);
  const client = createClient(connection, around.now);
  const say = (message: string): void => {
    around.stderr.write(`${message}\n`);
  };
  const source = await openSource(file, around.stdin, around.stopped);
  const splitter = splitterFor(source.name, source.head, options.input);
  const kept = before(file, options, connection.credentials.accessKeyId, say);
  const begun = around.now();
  const tally = await send(
    {
      client,
      pieces: splitter(source.chunks, limits.eventBytes),
      read: source.read,
      screen: showProgress(around.stderr, source.size, around.now),
      metric: options.metric,
      batch: options.batch,
      concurrency: options.concurrency,
      before: kept,
      keeper: isStdin(file) ? noKeeper : keepProgress(file, around.now, say),
    },
    around,
  );
  if (options.json === true) await writeJson(around.stdout, tally.counts);
  else await write(around.stdout, report(tally, (around.now() - begun) / 1000));
  const { rejected, unreadable } = tally.counts;
  const bad = rejected + unreadable;
  if (bad > 0)
    throw new CliFailure(`${counted(bad, 'row')} of ${source.name} ${bad === 1 ? 'is' : 'are'} not stored`);
};
