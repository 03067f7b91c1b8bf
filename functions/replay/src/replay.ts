import { SluiceError } from '@sluice/core/failure';
import { onFailurePrefix, type TenantId } from '@sluice/core/layout';
import type { BatchReport, DeliveredRecord, ObjectStore } from '@sluice/core/ports';
import { consumers, type Consumer } from './consumers.ts';
import { readGivenUp, type GivenUp } from './given-up.ts';

export interface ReplayServices {
  readonly objects: ObjectStore;
  /**
   * Hands a record to a consumer's function, where that runs, as its event source mapping did. An empty report means that every effect is
   * durable; it rejects when the function throws.
   */
  readonly handBack: (consumer: Consumer, record: DeliveredRecord) => Promise<BatchReport>;
}

export interface ReplayOptions {
  /** @default all */
  readonly consumer?: Consumer | undefined;
  /** @default all */
  readonly tenant?: TenantId | undefined;
  /** Only tells what would be replayed. */
  readonly dryRun: boolean;
}

/** An object that stays, and why. */
export interface NotReplayed {
  readonly object: string;
  readonly reason: string;
}

export interface Replayed {
  /** Records that were handed back and are done with. */
  readonly replayed: number;
  /** The keys of their objects; in a dry run, of those that would be. */
  readonly objects: readonly string[];
  readonly failed: readonly NotReplayed[];
}

/**
 * Replays what event source mappings gave up on: hands each record back to the consumer that gave it up, unchanged (data, key, tally,
 * shard, sequence number), and deletes its object once the effects are durable. A crash between the two means a second replay, and
 * every effect is idempotent. A record that fails again stays, and the others go on.
 * @throws OutOfService when the on-failure store cannot be listed
 */
export const replayGivenUp = async (services: ReplayServices, options: ReplayOptions): Promise<Replayed> => {
  const objects: string[] = [];
  const failed: NotReplayed[] = [];
  for (const consumer of options.consumer === undefined ? consumers : [options.consumer])
    for await (const object of services.objects.list(onFailurePrefix(consumer))) {
      const outcome = await replayObject(object, consumer, services, options);
      if (outcome === 'done') objects.push(object);
      else if (outcome !== 'skipped') failed.push({ object, reason: outcome.reason });
    }
  return { replayed: options.dryRun ? 0 : objects.length, objects, failed };
};

type ObjectOutcome = 'done' | 'skipped' | { readonly reason: string };

const replayObject = async (
  key: string,
  consumer: Consumer,
  services: ReplayServices,
  { tenant, dryRun }: ReplayOptions,
): Promise<ObjectOutcome> => {
  const givenUp = await read(key, consumer, services);
  if (givenUp === 'gone') return 'skipped';
  if ('problem' in givenUp) return { reason: givenUp.problem };
  // A partition key starts with the tenant.
  if (tenant !== undefined && !givenUp.record.partitionKey.startsWith(tenant)) return 'skipped';
  if (dryRun) return 'done';
  const failure = await handBack(consumer, givenUp.record, services);
  if (failure !== undefined) return { reason: failure };
  return remove(key, services);
};

/** `gone` when another replay was first. */
const read = async (
  key: string,
  consumer: Consumer,
  { objects }: ReplayServices,
): Promise<GivenUp | { readonly problem: string } | 'gone'> => {
  const body = await answered(() => objects.get(key));
  if (body instanceof SluiceError) return { problem: `it cannot be read: ${body.message}` };
  if (body === undefined) return 'gone';
  const givenUp = readGivenUp(body);
  if (typeof givenUp === 'string') return { problem: `${givenUp}; restore it from a backup, or remove it` };
  return givenUp.consumer === consumer
    ? givenUp
    : { problem: `it lies under ${consumer} and says that ${givenUp.consumer} gave it up` };
};

/** Why the record is not done with, or undefined. Whatever the function throws is about this record alone. */
const handBack = async (
  consumer: Consumer,
  record: DeliveredRecord,
  services: ReplayServices,
): Promise<string | undefined> => {
  try {
    const { batchItemFailures } = await services.handBack(consumer, record);
    if (batchItemFailures.length === 0) return undefined;
    return `${consumer} did not take it this time (something it writes to is away); replay it again`;
  } catch (error) {
    return `${consumer} failed: ${error instanceof Error ? error.message : String(error)}`;
  }
};

const remove = async (key: string, { objects }: ReplayServices): Promise<ObjectOutcome> => {
  const gone = await answered(() => objects.delete(key));
  return gone instanceof SluiceError
    ? { reason: `it was replayed, and could not be removed (${gone.message}); a second replay does no harm` }
    : 'done';
};

/** The result, or an infrastructure failure. */
const answered = async <T>(action: () => Promise<T>): Promise<T | SluiceError> => {
  try {
    return await action();
  } catch (error) {
    if (error instanceof SluiceError) return error;
    throw error;
  }
};
