import { SingleBar } from 'cli-progress';
import type { Screen } from '../surroundings.ts';

/** Smaller files are there before a bar is. */
const barFromBytes = 4_000_000;
const format = 'uploading {bar} {percentage}% | {megabytes} MB | {eta_formatted} left';

/** Shows how much of a file is sent, on a terminal. */
export const fileBar = (
  screen: Screen,
  size: number,
): { readonly add: (bytes: number) => void; readonly stop: () => void } => {
  if (screen.isTTY !== true || size < barFromBytes) return { add: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    format,
    stream: screen,
    hideCursor: true,
    clearOnComplete: true,
    etaBuffer: 50,
  });
  bar.start(size, 0, { megabytes: '0' });
  let sent = 0;
  return {
    add: (bytes) => {
      sent += bytes;
      bar.update(sent, { megabytes: (sent / 1e6).toFixed(0) });
    },
    stop: () => {
      bar.stop();
    },
  };
};
