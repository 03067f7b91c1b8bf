import { callWith } from '../../client/call.ts';
import { write } from '../../output/write.ts';
import type { Surroundings } from '../../surroundings.ts';
import { clientFor } from '../context.ts';

export const setPatterns = async (
  timestampPatterns: readonly string[],
  metricName: string | undefined,
  around: Surroundings,
): Promise<void> => {
  const client = clientFor('data', around);
  if (metricName === undefined)
    await callWith(client, { method: 'PATCH', path: 'schema' }, { timestampPatterns });
  else await callWith(client, { method: 'PATCH', path: 'schema/metric' }, { metricName, timestampPatterns });
  await write(around.stdout, `timestamp patterns: ${timestampPatterns.join(', ') || 'none'}\n`);
};

export const setKeys = async (metricKeys: readonly string[], around: Surroundings): Promise<void> => {
  await callWith(clientFor('data', around), { method: 'PATCH', path: 'schema' }, { metricKeys });
  await write(around.stdout, `metric keys: ${[...metricKeys, 'metrictype'].join(', ')}\n`);
};
