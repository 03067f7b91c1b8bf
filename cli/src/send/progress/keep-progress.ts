import { CliFailure, messageOf } from '../../failure.ts';
import { progressPath, removeProgress, writeProgress, type Progress } from './progress-file.ts';

/** Writes how far a send has come, now and then. */
export interface ProgressKeeper {
  /** Called whenever more is acknowledged. */
  readonly reached: (progress: Progress) => void;
  /** Called at the end, however it came. */
  readonly ended: (outcome: 'done' | 'interrupted') => void;
}

/** Each write costs a file; what is lost by a crash in between is sent again, and recognised. */
const everyMs = 250;

/** Keeps nothing, for standard input. */
export const noKeeper: ProgressKeeper = { reached: () => undefined, ended: () => undefined };

/**
 * Keeps progress beside the file. Where that cannot be written, the send goes on without.
 * @param warn told once when it cannot be written
 */
export const keepProgress = (
  file: string,
  now: () => number,
  warn: (message: string) => void,
): ProgressKeeper => {
  let last: Progress | undefined;
  let writtenAt = -Infinity;
  let works = true;
  const save = (progress: Progress): void => {
    try {
      writeProgress(file, progress);
    } catch (error) {
      works = false;
      warn(
        `cannot write ${progressPath(file)} (${messageOf(error)}): if this send is interrupted, it starts anew`,
      );
    }
  };
  return {
    reached: (progress) => {
      last = progress;
      if (!works || now() - writtenAt < everyMs) return;
      writtenAt = now();
      save(progress);
    },
    ended: (outcome) => {
      if (outcome === 'interrupted') {
        if (last !== undefined && works) save(last);
        return;
      }
      try {
        removeProgress(file);
      } catch (error) {
        throw new CliFailure(
          `everything was sent, but ${progressPath(file)} cannot be removed: ${messageOf(error)}`,
        );
      }
    },
  };
};
