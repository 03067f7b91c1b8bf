import { cloudWatchTableMetrics, dynamoTableControl } from '@sluice/aws/capacity';
import { cloudWatchClient, dynamoClient, dynamoControlClient } from '@sluice/aws/clients';
import { machine } from '@sluice/aws/lambda';
import { dynamoStateStore } from '@sluice/aws/state-store';
import { dryTables, isDryRun, recordActions, type CapacityAction } from '@sluice/core/capacity';
import { bounds, config } from './config.ts';
import { forPeople } from './for-people.ts';
import { scaleTables } from './index.ts';
import { lineOf } from './lines.ts';
import { Watch } from './watch.ts';
import { weeklyTables } from './weekly-tables.ts';

const { clock, log } = machine;
const metrics = cloudWatchTableMetrics(cloudWatchClient());
const control = dynamoTableControl(dynamoControlClient());
const state = dynamoStateStore({ client: dynamoClient(), tableName: config.STATE_TABLE });
const nearLine = bounds && {
  prefix: config.NEAR_LINE_TABLE_PREFIX,
  retentionWeeks: Number(config.RETENTION_WEEKS),
  bounds,
  throttledUnitPrice: Number(config.THROTTLED_UNIT_PRICE),
};

/** Woken by the clock, each minute; asked by a person with `{"dryRun": true}` it tells what it would do, and does nothing. */
export const handler = async (event?: unknown): Promise<readonly CapacityAction[]> => {
  const now = clock.now();
  const tables = nearLine === undefined ? [] : weeklyTables(now, nearLine);
  if (isDryRun(event)) {
    const dry = dryTables({ clock, state, metrics, control, log: () => undefined });
    return (await scaleTables(tables, dry)).map(forPeople);
  }
  const watch = new Watch();
  const actions = await scaleTables(tables, {
    clock,
    state,
    metrics: watch.metrics(metrics),
    control: watch.control(control),
    log: (action) => {
      const line = lineOf(action);
      if (line !== undefined) log(line, action);
    },
  });
  const changes = actions.filter(({ kind }) => kind !== 'none' && kind !== 'fault');
  await recordActions(state, changes.map(forPeople));
  for (const line of watch.lines(tables, now)) log(line, undefined);
  return actions.map(forPeople);
};
