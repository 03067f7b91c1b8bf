import { parseArgs } from 'node:util';
import { environments, limits, type Environment } from '@sluice/core/layout';
import { InputError } from './errors.ts';

/** The traffic that is asked about. */
export interface Traffic {
  readonly requestsPerSecond: number;
  readonly eventsPerRequest: number;
  /** Of one event as sent. */
  readonly eventBytes: number;
  readonly environment: Environment;
}

export const usage =
  'usage: npm run cost -- --requests 100 --events-per-request 10 --event-bytes 200 [--environment dev|staging|prod]\n' +
  '--requests is a second, on average over the month\n';

/** @throws InputError with the value and the range */
export const readOptions = (args: readonly string[]): Traffic => {
  const values = parse(args);
  const environment = environments.find((one) => one === (values.environment ?? 'prod'));
  if (environment === undefined)
    throw new InputError(`--environment is "${values.environment ?? ''}": one of ${environments.join(', ')}`);
  return {
    requestsPerSecond: number('--requests', values.requests ?? '100', 0.001, 1_000_000),
    eventsPerRequest: number(
      '--events-per-request',
      values['events-per-request'] ?? '10',
      1,
      limits.eventsPerRequest,
    ),
    eventBytes: number('--event-bytes', values['event-bytes'] ?? '200', 50, 100_000),
    environment,
  };
};

const parse = (args: readonly string[]) => {
  const text = { type: 'string' } as const;
  const options = { requests: text, 'events-per-request': text, 'event-bytes': text, environment: text };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new InputError(error instanceof Error ? error.message : String(error), { cause: error });
  }
};

const number = (name: string, text: string, least: number, most: number): number => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most))
    throw new InputError(`${name} is "${text}": a number from ${least} to ${most}`);
  return value;
};
