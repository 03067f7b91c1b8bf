import { call, elementsOf, membersOf, textOf } from '../../client/call.ts';
import type { Client } from '../../client/client.ts';
import { counted, left, right, table } from '../../output/table.ts';
import { printable } from '../../output/width.ts';
import { write, writeJson } from '../../output/write.ts';
import type { Surroundings } from '../../surroundings.ts';
import { clientFor } from '../context.ts';

const textsIn = (value: unknown, name: string): string =>
  printable(elementsOf(membersOf(value).get(name)).map(String).join(', '));

const readMetric = (client: Client, metricName: string): Promise<unknown> =>
  call(client, { method: 'GET', path: 'schema/metric', query: { metricName } });

const namesOfMetrics = async (client: Client): Promise<readonly string[]> => {
  const answer = await call(client, { method: 'GET', path: 'schema/metrics' });
  return [...membersOf(membersOf(answer).get('idToMetricName')).values()].map(String).toSorted();
};

const metricText = (metric: unknown): string => {
  const aliases = textsIn(metric, 'aliases');
  const patterns = textsIn(metric, 'timestampPatterns');
  const fields = elementsOf(membersOf(metric).get('fields'));
  const rows = fields.map((field) => [
    left(textOf(field, 'name') ?? ''),
    left(textOf(field, 'type') ?? ''),
    left(textsIn(field, 'aliases')),
  ]);
  return `${printable(textOf(metric, 'name') ?? '')}${aliases === '' ? '' : ` (also ${aliases})`}${patterns === '' ? '' : `; timestamps ${patterns}`}\n${table(['field', 'type', 'aliases'], rows)}\n`;
};

/** `sluice schema show [METRIC]` */
export const showSchema = async (
  metric: string | undefined,
  json: boolean,
  around: Surroundings,
): Promise<void> => {
  const client = clientFor('data', around);
  if (metric !== undefined) {
    const one = await readMetric(client, metric);
    return json ? writeJson(around.stdout, one) : write(around.stdout, metricText(one));
  }
  const tenant = await call(client, { method: 'GET', path: 'schema' });
  const metrics: unknown[] = [];
  for (const name of await namesOfMetrics(client)) metrics.push(await readMetric(client, name));
  if (json) return writeJson(around.stdout, { ...Object.fromEntries(membersOf(tenant)), metrics });
  const keys = textsIn(tenant, 'metricKeys');
  await write(
    around.stdout,
    `timestamp patterns: ${textsIn(tenant, 'timestampPatterns') || 'none'}\nmetric keys: ${keys === '' ? '' : `${keys}, `}metrictype\n${counted(metrics.length, 'metric')} declared\n\n${metrics.map(metricText).join('')}`,
  );
};

const shownTime = (value: unknown): string =>
  typeof value === 'number' ? new Date(value).toISOString() : String(value);

/** `sluice schema history` */
export const showHistory = async (json: boolean, around: Surroundings): Promise<void> => {
  const changes = await call(clientFor('data', around), { method: 'GET', path: 'schema/history' });
  if (json) return writeJson(around.stdout, changes);
  const rows = elementsOf(changes).map((change) => {
    const members = membersOf(change);
    const what = members.get('change');
    return [
      right(String(members.get('version'))),
      left(shownTime(members.get('at'))),
      left(String(members.get('by'))),
      left(typeof what === 'string' ? what : JSON.stringify(what)),
    ];
  });
  await write(
    around.stdout,
    `${table(['version', 'at', 'by', 'change'], rows)}(${counted(rows.length, 'change')})\n`,
  );
};
