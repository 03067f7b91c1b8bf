import type { Client } from '../client/client.ts';
import { CliFailure } from '../failure.ts';
import type { Surroundings } from '../surroundings.ts';
import { batchesOf } from './batch.ts';
import { deliver } from './deliver.ts';
import { noKeeper, type ProgressKeeper } from './progress/keep-progress.ts';
import type { Progress as Kept } from './progress/progress-file.ts';
import type { Progress as OnScreen } from './progress/show.ts';
import { sendBatches, total } from './send-batches.ts';
import type { Piece } from './source/piece.ts';
import { emptyTally, type Tally } from './tally.ts';

export interface SendJob {
  readonly client: Client;
  /** Pieces of the input from its beginning, also when rows of it were sent before. */
  readonly pieces: AsyncIterable<readonly Piece[]>;
  /** How much of the input was read, in whatever the screen counts. */
  readonly read: () => number;
  readonly screen: OnScreen;
  readonly metric?: string | undefined;
  /** Events in a request, at most 500. */
  readonly batch: number;
  /** Requests at a time. */
  readonly concurrency: number;
  /** What an earlier send reached. */
  readonly before?: Kept | undefined;
  readonly keeper?: ProgressKeeper;
}

const eventsOf = ({ counts }: Tally): number => counts.accepted + counts.warnings + counts.rejected;

/** Waits that are shorter are nobody's business. */
const worthTelling = 2_000;
const tellEveryMs = 30_000;

const waitTeller = (screen: OnScreen, now: () => number) => {
  let told = -Infinity;
  return (reason: string, ms: number): void => {
    if (ms < worthTelling || now() - told < tellEveryMs) return;
    told = now();
    screen.note(`waiting: ${reason}`);
  };
};

/** Ctrl-C or SIGTERM came. */
export class Stopped extends CliFailure {
  constructor(resumes: boolean) {
    super(resumes ? 'stopped; the same command goes on from here' : 'stopped before the end of the input');
  }
}

/**
 * Sends everything; the tally holds what an earlier send reached as well.
 * @throws CliFailure when the server refuses or stays away; what was acknowledged until then is kept
 */
export const send = async (
  job: SendJob,
  around: Pick<Surroundings, 'now' | 'random' | 'sleep' | 'stopped'>,
): Promise<Tally> => {
  const { client, screen, metric, before, keeper = noKeeper } = job;
  const sum = total(before?.tally ?? emptyTally);
  const base = eventsOf(sum.now());
  const { accessKeyId } = client.connection.credentials;
  const onWait = waitTeller(screen, around.now);
  const services = { client, now: around.now, random: around.random, sleep: around.sleep, onWait };
  const batches = batchesOf(job.pieces, { metric, maxEvents: job.batch, from: before?.place });
  let outcome: 'done' | 'interrupted' = 'interrupted';
  try {
    await sendBatches(batches, (batch, signal) => deliver(batch, services, signal), {
      concurrency: job.concurrency,
      signal: around.stopped,
      onReached: (place, tally) => {
        sum.add(tally);
        keeper.reached({ place, accessKeyId, metric, tally: sum.now() });
        screen.update({ done: job.read(), events: eventsOf(sum.now()) - base });
      },
    });
    if (around.stopped.aborted) throw new Stopped(keeper !== noKeeper);
    outcome = 'done';
  } catch (error) {
    throw around.stopped.aborted ? new Stopped(keeper !== noKeeper) : error;
  } finally {
    screen.stop();
    keeper.ended(outcome);
  }
  return sum.now();
};
