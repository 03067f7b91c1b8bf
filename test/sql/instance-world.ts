import { spawnSync } from 'node:child_process';
import { startWorld, type Side, type World } from '../api/world.ts';

/** A whole instance with a declared metric of every type, `all types` (also `kinds`), and one that nobody declared, `loose`. */
export interface InstanceWorld {
  readonly world: World;
  readonly side: Side;
  /** How a client logs in. */
  readonly connection: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
  };
}

/** Of the first event. */
export const at = 1_790_000_000_000;

export const fields = [
  ['string', 'STRING'],
  ['integer', 'INTEGER'],
  ['long', 'LONG'],
  ['float', 'FLOAT'],
  ['double', 'DOUBLE'],
  ['boolean', 'BOOLEAN'],
  ['binary', 'BINARY'],
] as const;

export const startInstanceWorld = async (): Promise<InstanceWorld> => {
  const world = await startWorld();
  const side = await world.tenant('sql');
  await side.call('POST /v1/schema/metric', { metricName: 'all types', aliases: ['kinds'] });
  for (const [fieldName, fieldType] of fields)
    await side.call('POST /v1/schema/field', { metricName: 'all types', fieldName, fieldType });
  const values = {
    string: 'é🙂',
    integer: -5,
    long: '9007199254740993',
    float: 0.1,
    double: 1.5e300,
    boolean: true,
  };
  await side.call('PUT /v1/stream/events', [
    { metrictype: 'kinds', timestamp: at, ...values, binary: 'AP8=' },
    { metrictype: 'kinds', timestamp: at + 1 },
    { metrictype: 'loose', timestamp: at, a: 'x' },
  ]);
  await world.settled();
  const { accessKeyId, secretAccessKey } = side.keys;
  return { world, side, connection: { ...world.sql, user: accessKeyId, password: secretAccessKey } };
};

/** True when a program can be run; else says on standard error what is skipped for the lack of it. */
export const has = (program: string, ...args: readonly string[]): boolean => {
  const found = spawnSync(program, args).status === 0;
  if (!found) process.stderr.write(`skipped: the tests with ${program}, which is not on this machine\n`);
  return found;
};
