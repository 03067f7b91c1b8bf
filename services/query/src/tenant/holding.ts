import type { LakeFile } from '@sluice/core/lake';
import type { Needs } from '../engine/protocol.ts';
import { SqlError } from '../sql-session.ts';
import type { LakePlaces, LetGo } from './lake-source.ts';

/** What asks an engine needs to hold files for it. */
export interface Holder {
  readonly lake: Pick<LakePlaces, 'hold' | 'path'>;
  /** The files that the engine was told of, by path: it can ask for no others. */
  readonly fileAt: (path: string) => LakeFile | undefined;
}

/** The files that a table has may change while others are fetched; more often than this in a row they will not. */
const attempts = 10;

/** The engine's word that a file is damaged, or not there after all. */
export const isUnreadable = (error: unknown): boolean =>
  error instanceof SqlError && error.sqlstate === '58030';

const isNeeds = (answer: object): answer is Needs => 'needs' in answer;

const nothing: LetGo = () => undefined;

/**
 * Asks an engine for something that may read files of the lake: what it says it needs is held, and it is asked again.
 * @param ask is told the paths of files that are there while it asks
 * @param hint files to hold from the beginning: without it what the engine did until it knew its needs is done twice
 * @returns the answer, and how to let the files go once they are not read any more
 */
export const askHolding = async <T extends object>(
  { lake, fileAt }: Holder,
  ask: (there: readonly string[]) => Promise<T | Needs>,
  hint: readonly LakeFile[] = [],
): Promise<{ readonly answer: T; readonly letGo: LetGo }> => {
  const files = new Map(hint.map((file) => [lake.path(file), file]));
  for (let attempt = 0; attempt < attempts; attempt++) {
    const letGo = files.size === 0 ? nothing : await lake.hold([...files.values()]);
    try {
      const answer = await ask([...files.keys()]);
      if (!isNeeds(answer)) return { answer, letGo };
      for (const path of answer.needs) {
        const file = fileAt(path);
        if (file !== undefined) files.set(path, file);
      }
    } catch (error) {
      letGo(isUnreadable(error));
      throw error;
    }
    // Let go before more are held, so that two which wait for room never hold what the other waits for.
    letGo();
  }
  throw new SqlError('40001', 'the lake changes faster than it can be read; send the statement again');
};

/** As {@link askHolding}, for what reads files only while it is asked. */
export const askOnceHolding = async <T extends object>(
  ...[holder, ask, hint]: Parameters<typeof askHolding<T>>
): Promise<T> => {
  const { answer, letGo } = await askHolding(holder, ask, hint);
  letGo();
  return answer;
};
