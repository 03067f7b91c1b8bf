import { capacityAlarms } from '@sluice/core/layout';
import type { ControlAnswer } from '@sluice/core/ports';

/** Of an action what a line is made of. */
export interface TableAction {
  readonly table: string;
  /** `none`: nothing was to be done; `fault`: nothing could be. */
  readonly kind: string;
  readonly reason: string;
  readonly answer?: ControlAnswer;
}

/** What the log is told of a decision; undefined where nothing was done. */
export const lineOf = ({ table, kind, reason, answer }: TableAction): string | undefined => {
  if (kind === 'none') return undefined;
  if (kind === 'fault') return `${capacityAlarms['capacity-failing']}: the table ${table}: ${reason}`;
  return `the table ${table}: ${kind} (${answer ?? 'not asked for'}): ${reason}`;
};
