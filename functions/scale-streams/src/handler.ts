import { cloudWatchStreamMetrics, kinesisStreamControl } from '@sluice/aws/capacity';
import { cloudWatchClient, dynamoClient, kinesisClient } from '@sluice/aws/clients';
import { machine } from '@sluice/aws/lambda';
import { dynamoStateStore } from '@sluice/aws/state-store';
import { dryStreams, isDryRun, recordActions, type CapacityAction } from '@sluice/core/capacity';
import { config, streams } from './config.ts';
import { forPeople } from './for-people.ts';
import { linesOf } from './lines.ts';
import { scaleStreams, type ScaleStreamsServices, type StreamAction } from './tick.ts';

const mostOf = new Map(streams.map(({ stream, max }) => [stream, max]));

const services: ScaleStreamsServices = {
  clock: machine.clock,
  metrics: cloudWatchStreamMetrics(cloudWatchClient()),
  control: kinesisStreamControl(kinesisClient()),
  state: dynamoStateStore({ client: dynamoClient(), tableName: config.STATE_TABLE }),
  log: (action: StreamAction) => {
    for (const line of linesOf(action, mostOf.get(action.stream) ?? 0)) machine.log(line, action);
  },
};

/** Woken by the clock, each minute; asked by a person with `{"dryRun": true}` it tells what it would do, and does nothing. */
export const handler = async (event?: unknown): Promise<readonly CapacityAction[]> => {
  if (isDryRun(event)) {
    const dry = dryStreams({ ...services, log: () => undefined });
    return (await scaleStreams(streams, dry)).map(forPeople);
  }
  const actions = await scaleStreams(streams, services);
  const changes = actions.filter(({ kind }) => kind !== 'none' && kind !== 'fault');
  await recordActions(services.state, changes.map(forPeople));
  return actions.map(forPeople);
};
