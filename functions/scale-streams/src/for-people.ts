import type { CapacityAction } from '@sluice/core/capacity';
import type { StreamAction } from './tick.ts';

/** An action as people are shown it. */
export const forPeople = ({ stream, from, to, ...rest }: StreamAction): CapacityAction => ({
  ...rest,
  resource: `stream ${stream}`,
  from: { shards: from },
  to: { shards: to },
});
