import type { Load } from '../run.ts';
import type { TablePolicy } from '../policy.ts';
import { channl, channlMended } from './channl.ts';
import { cortex, cortexMended } from './cortex.ts';
import { onDemand } from './on-demand.ts';
import { rockeee, rockeeeMended } from './rockeee.ts';
import { sebdah, sebdahMended } from './sebdah.ts';
import { staticP99, staticPeak } from './static.ts';
import { targetTracking, targetTrackingMended } from './target-tracking.ts';
import { trek10, trek10Mended, trek10Scaled } from './trek10.ts';

/** What users would otherwise pick. */
export const baselines = (load: Load): readonly TablePolicy[] => [
  rockeee,
  rockeeeMended,
  channl,
  channlMended,
  trek10,
  trek10Scaled,
  trek10Mended,
  sebdah,
  sebdahMended,
  cortex,
  cortexMended,
  targetTracking(50),
  targetTrackingMended(50),
  targetTracking(70),
  targetTrackingMended(70),
  onDemand,
  staticP99(load),
  staticPeak(load),
];
