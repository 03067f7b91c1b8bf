import type { Needs } from '../engine/protocol.ts';
import type { SessionContext } from './context.ts';

interface DataColumns {
  readonly names: readonly string[];
  readonly isEmpty: boolean;
}

/** The columns of a table that the engine holds, and whether it shows any row. */
export const columnsIn = async ({ engine }: SessionContext, key: string): Promise<DataColumns> => {
  const child = await engine.child();
  const ask = (there: readonly string[]): Promise<DataColumns | Needs> =>
    child.ask({ op: 'columns', key, there });
  const { answer, letGo } = await engine.reading(ask);
  letGo();
  return answer;
};
