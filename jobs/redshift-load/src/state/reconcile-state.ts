import { parseFields } from './fields.ts';

/** A question to the warehouse that is under way: which loads above a sequence it has. */
export interface ReconcileState {
  readonly token: string;
  readonly above: number;
  /** When it was asked, epoch ms: what was loaded since is not in the answer. */
  readonly at: number;
  /** Whether its answer was used: the next question is another. */
  readonly done: boolean;
}

/** Throws SluiceError `BadState`. */
export const readReconcileState = (text: string): ReconcileState => {
  const fields = parseFields(text);
  return {
    token: fields.text('token'),
    above: fields.number('above'),
    at: fields.number('at'),
    done: fields.flag('done'),
  };
};

export const writeReconcileState = (state: ReconcileState): string => JSON.stringify({ v: 1, ...state });
