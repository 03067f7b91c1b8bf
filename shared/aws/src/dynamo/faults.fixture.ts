import type { DynamoDBClient, KeysAndAttributes, WriteRequest } from '@aws-sdk/client-dynamodb';
import type { Random } from '@sluice/testing/faults/random';

/** What can go wrong at one call of DynamoDB, as its adapter sees it, below it the SDK's own tries. */
export type Fault =
  /** The call is refused whole; nothing happens. */
  | { readonly refuse: string; readonly message?: string }
  /** It is done, and its answer is lost. */
  | 'lost'
  /** It is done, its answer is lost, and the SDK sends it again. */
  | 'repeated'
  /** A batch call leaves these undone; of a call that is no batch, or that would do nothing, it is a throttle. */
  | { readonly leave: (request: WriteRequest | NonNullable<KeysAndAttributes['Keys']>[number]) => boolean };

export interface Call {
  /** From 0 on. */
  readonly number: number;
  /** `BatchWriteItem` */
  readonly command: string;
  readonly input: object;
}

export const throttle: Fault = { refuse: 'ProvisionedThroughputExceededException' };

const named = (name: string, message = 'injected'): Error => Object.assign(new Error(message), { name });

type Leave = Extract<Fault, { leave: unknown }>['leave'];

const isWrites = (value: unknown): value is readonly WriteRequest[] => Array.isArray(value);
const isReads = (value: unknown): value is KeysAndAttributes =>
  typeof value === 'object' && value !== null && 'Keys' in value;

/** The input without what is left, and what is left; undefined when that is all, or it is no batch. */
const split = (input: object, leave: Leave) => {
  if (!('RequestItems' in input) || typeof input.RequestItems !== 'object' || input.RequestItems === null)
    return undefined;
  const entries: readonly (readonly [string, unknown])[] = Object.entries(input.RequestItems);
  const [table = '', asked] = entries[0] ?? [];
  if (isWrites(asked)) {
    const left = asked.filter(leave);
    const taken = asked.filter((one) => !left.includes(one));
    return taken.length === 0
      ? undefined
      : { input: { RequestItems: { [table]: taken } }, left: { UnprocessedItems: { [table]: left } } };
  }
  if (!isReads(asked)) return undefined;
  const left = (asked.Keys ?? []).filter(leave);
  const taken = (asked.Keys ?? []).filter((one) => !left.includes(one));
  return taken.length === 0
    ? undefined
    : {
        input: { RequestItems: { [table]: { ...asked, Keys: taken } } },
        left: { UnprocessedKeys: { [table]: { ...asked, Keys: left } } },
      };
};

/** Makes faults happen at the calls of a client. Gives the calls that were made, as they are made. */
export const injectInto = (
  client: DynamoDBClient,
  choose: (call: Call) => Fault | undefined,
): readonly Call[] => {
  const calls: Call[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const command = String(context['commandName']).replace(/Command$/, '');
      const call = { number: calls.length, command, input: args.input };
      calls.push(call);
      const fault = choose(call);
      if (fault === undefined) return next(args);
      if (fault === 'lost') {
        await next(args);
        throw named('TimeoutError');
      }
      if (fault === 'repeated') {
        await next(args);
        return next(args);
      }
      if ('refuse' in fault) throw named(fault.refuse, fault.message);
      const parts = split(args.input, fault.leave);
      if (parts === undefined) throw named(throttle.refuse);
      const result = await next({ ...args, input: parts.input });
      return { ...result, output: { ...result.output, ...parts.left } };
    },
    { step: 'initialize', name: 'faults' },
  );
  return calls;
};

/** Any fault, at a share of the calls. */
export const atRandom =
  (random: Random, share: number): ((call: Call) => Fault | undefined) =>
  () => {
    if (random() >= share) return undefined;
    const faults: readonly Fault[] = [
      throttle,
      { refuse: 'InternalServerError' },
      { refuse: 'ECONNRESET' },
      'lost',
      'repeated',
      { leave: () => random() < 0.5 },
      { leave: () => random() < 0.5 },
    ];
    return faults[Math.floor(random() * faults.length)];
  };

/** The process dies at one call: before it, or after it was done; all later calls are never made. */
export const crashAt = (number: number, when: 'before' | 'after'): ((call: Call) => Fault | undefined) => {
  const dead: Fault = { refuse: 'Crash' };
  return (call) => {
    if (call.number < number) return undefined;
    return call.number === number && when === 'after' ? 'lost' : dead;
  };
};
