import type { Command } from 'commander';
import { call, callWith, elementsOf, membersOf, textOf } from '../client/call.ts';
import { counted, left, right, table } from '../output/table.ts';
import { write, writeJson } from '../output/write.ts';
import type { Surroundings } from '../surroundings.ts';
import { rate, whole } from './arguments.ts';
import { clientFor } from './context.ts';
import { secretNote } from './secret.ts';

interface CreateOptions {
  readonly rate?: number | 'unlimited';
  readonly burst?: number;
  readonly json?: boolean;
}

const create = async (name: string, options: CreateOptions, around: Surroundings): Promise<void> => {
  const { rate: eventsPerSecond, burst, json } = options;
  const answer = await callWith(
    clientFor('operator', around),
    { method: 'PUT', path: 'meta/tenant' },
    { name, rate: eventsPerSecond, burst },
  );
  if (json === true) return writeJson(around.stdout, answer);
  await write(
    around.stdout,
    `tenant ${name} is made, its id is ${textOf(answer, 'tenant') ?? ''}\napi key            ${textOf(answer, 'apiKey') ?? ''}\n${secretNote(answer, 'admin')}`,
  );
};

const shownTime = (value: unknown): string =>
  typeof value === 'number' ? new Date(value).toISOString() : String(value);

const list = async (options: { readonly json?: boolean }, around: Surroundings): Promise<void> => {
  const answer = await call(clientFor('operator', around), { method: 'GET', path: 'meta/tenants' });
  if (options.json === true) return writeJson(around.stdout, answer);
  const rows = elementsOf(membersOf(answer).get('tenants')).map(membersOf);
  const text = table(
    ['name', 'id', 'events/s', 'burst', 'created'],
    rows.map((row) => [
      left(String(row.get('name'))),
      left(String(row.get('id'))),
      right(String(row.get('rate'))),
      right(row.get('rate') === 'unlimited' ? '-' : String(row.get('burst'))),
      left(shownTime(row.get('createdAt'))),
    ]),
  );
  await write(around.stdout, `${text}(${counted(rows.length, 'tenant')})\n`);
};

/** `sluice tenant create|list` */
export const addTenantCommands = (program: Command, around: Surroundings): void => {
  const tenant = program.command('tenant').description('tenants of the platform (for operators)');
  tenant
    .command('create')
    .description('make a tenant, with a first key of role admin')
    .argument('<name>', '1 to 64 letters, digits, spaces and . _ -')
    .option('--rate <events>', 'events a second of each sender, or unlimited (default: 200)', rate)
    .option(
      '--burst <events>',
      'events at once (default: 500, or the rate if that is more)',
      whole(1, 10_000_000),
    )
    .option('--json', 'print {"tenant","apiKey","accessKeyId","secretAccessKey"}')
    .action((name: string, options: CreateOptions) => create(name, options, around));
  tenant
    .command('list')
    .description('list all tenants')
    .option('--json', 'print what the call answers')
    .action((options: { readonly json?: boolean }) => list(options, around));
};
