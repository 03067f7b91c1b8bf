import { OutOfService, type Failure } from '@sluice/core/failure';
import type { EventStream } from '@sluice/core/ports';
import type { Again } from './select.ts';
import type { ArchiveServices } from './services.ts';

/** What became of a put. */
export interface PutAgain {
  /** Why records can never be taken, by their positions. */
  readonly refused: ReadonlyMap<number, string>;
  /** How often the stream was asked. */
  readonly rounds: number;
}

const noOutcome: Failure = { class: 'retryable', code: 'NoOutcome', message: 'there was no outcome' };

const firstPauseMs = 100;
const longestPauseMs = 2_000;
/** With pauses up to 2 s about ten seconds: after that the caller is told. */
const mostRounds = 10;

/** Full jitter. */
const pauseMs = (round: number, random: () => number): number =>
  Math.ceil(random() * Math.min(longestPauseMs, firstPauseMs * 2 ** round));

/**
 * Puts records until each is taken or refused for good. Those that were not taken, by a throttle most often, are put again after a pause.
 * @throws OutOfService when the stream does not take them; some may be there then
 */
export const putAgain = async (
  stream: EventStream,
  again: readonly Again[],
  { random, wait }: Pick<ArchiveServices, 'random' | 'wait'>,
): Promise<PutAgain> => {
  const refused = new Map<number, string>();
  let left = again.map(({ record }, position) => ({ record, position }));
  for (let round = 1; ; round++) {
    const outcomes = await stream.put(left.map(({ record }) => record));
    let failure: Failure | undefined;
    left = left.filter(({ position }, i) => {
      const outcome = outcomes[i] ?? { ok: false, failure: noOutcome };
      if (outcome.ok) return false;
      if (outcome.failure.class === 'retryable') return (failure = outcome.failure);
      refused.set(position, outcome.failure.message);
      return false;
    });
    if (failure === undefined) return { refused, rounds: round };
    if (round === mostRounds)
      throw new OutOfService(`the stream did not take ${left.length} replayed records: ${failure.message}`);
    await wait(pauseMs(round, random));
  }
};
