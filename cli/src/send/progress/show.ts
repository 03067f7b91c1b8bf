import { SingleBar } from 'cli-progress';
import type { Screen } from '../../surroundings.ts';

/** What a reader of the screen is told while a send goes on. */
export interface Shown {
  /** How much of the input was read: bytes, or whatever `total` counts. */
  readonly done: number;
  readonly events: number;
}

export interface Progress {
  readonly update: (shown: Shown) => void;
  /** A notice between. */
  readonly note: (message: string) => void;
  readonly stop: () => void;
}

/** What is done with the events. */
export interface Doing {
  readonly now: string;
  readonly before: string;
}
const sending: Doing = { now: 'sending', before: 'sent' };

const format = '{bar} {percentage}% | {events} events | {rate}/s | {eta_formatted} left';
const lineEveryMs = 5_000;

const rateOf = (events: number, ms: number): number => Math.round(events / Math.max(ms / 1000, 0.001));

const bar = (screen: Screen, total: number, now: () => number, doing: Doing): Progress => {
  const begun = now();
  const single = new SingleBar({
    format: `${doing.now} ${format}`,
    stream: screen,
    hideCursor: true,
    clearOnComplete: true,
    etaBuffer: 50,
  });
  single.start(total, 0, { events: '0', rate: '0' });
  return {
    update: ({ done, events }) => {
      const rate = rateOf(events, now() - begun).toLocaleString('en-US');
      single.update(Math.min(done, total), { events: events.toLocaleString('en-US'), rate });
    },
    note: (message) => {
      screen.write(`\r\u001b[K${message}\n`);
    },
    stop: () => {
      single.stop();
    },
  };
};

const lines = (screen: Screen, total: number | undefined, now: () => number, doing: Doing): Progress => {
  const begun = now();
  let last = begun;
  return {
    update: ({ done, events }) => {
      if (now() - last < lineEveryMs) return;
      last = now();
      const share = total === undefined || total === 0 ? '' : ` (${Math.floor((100 * done) / total)}%)`;
      const rate = rateOf(events, now() - begun).toLocaleString('en-US');
      screen.write(`${doing.before} ${events.toLocaleString('en-US')} events${share}, ${rate}/s\n`);
    },
    note: (message) => {
      screen.write(`${message}\n`);
    },
    stop: () => undefined,
  };
};

/**
 * Shows progress: a bar on a terminal, else a line now and then.
 * @param total of what `done` counts; undefined when it is not known
 */
export const showProgress = (
  screen: Screen,
  total: number | undefined,
  now: () => number,
  doing = sending,
): Progress =>
  screen.isTTY === true && total !== undefined && total > 0
    ? bar(screen, total, now, doing)
    : lines(screen, total, now, doing);
