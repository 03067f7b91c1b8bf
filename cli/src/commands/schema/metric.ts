import { callWith } from '../../client/call.ts';
import { write } from '../../output/write.ts';
import type { Surroundings } from '../../surroundings.ts';
import { clientFor } from '../context.ts';

const change = async (
  method: 'POST' | 'PATCH' | 'DELETE',
  body: object,
  done: string,
  around: Surroundings,
): Promise<void> => {
  await callWith(clientFor('data', around), { method, path: 'schema/metric' }, body);
  await write(around.stdout, `${done}\n`);
};

export const createMetric = (
  metricName: string,
  aliases: readonly string[],
  around: Surroundings,
): Promise<void> => change('POST', { metricName, aliases }, `the metric ${metricName} is declared`, around);

export const renameMetric = (
  metricName: string,
  newDisplayName: string,
  around: Surroundings,
): Promise<void> =>
  change(
    'PATCH',
    { metricName, newDisplayName },
    `the metric ${metricName} is called ${newDisplayName}; the old name stays as an alias`,
    around,
  );

export const aliasMetric = (
  metricName: string,
  names: readonly string[],
  remove: boolean,
  around: Surroundings,
): Promise<void> =>
  change(
    'PATCH',
    remove ? { metricName, removeAliases: names } : { metricName, aliases: names },
    `${remove ? 'removed from' : 'added to'} the names of ${metricName}: ${names.join(', ')}`,
    around,
  );

export const deleteMetric = (metricName: string, around: Surroundings): Promise<void> =>
  change('DELETE', { metricName }, `the metric ${metricName} is deleted, its names are free`, around);
