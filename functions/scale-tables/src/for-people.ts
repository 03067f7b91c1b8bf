import type { CapacityAction } from '@sluice/core/capacity';
import type { TableAction } from './tick.ts';

/** An action as people are shown it. */
export const forPeople = ({ table, from, to, ...rest }: TableAction): CapacityAction => ({
  ...rest,
  resource: `table ${table}`,
  from: { ...from },
  to: { ...to },
});
