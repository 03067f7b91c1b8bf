import { Option, type Command } from 'commander';
import { call, callWith } from '../client/call.ts';
import { write, writeJson } from '../output/write.ts';
import type { Surroundings } from '../surroundings.ts';
import { clientFor } from './context.ts';
import { secretNote } from './secret.ts';

interface CreateOptions {
  readonly tenant: string;
  readonly role: string;
  readonly json?: boolean;
}

const create = async ({ tenant, role, json }: CreateOptions, around: Surroundings): Promise<void> => {
  const answer = await callWith(
    clientFor('operator', around),
    { method: 'PUT', path: 'meta/key' },
    { tenant, role },
  );
  if (json === true) await writeJson(around.stdout, answer);
  else await write(around.stdout, secretNote(answer, role));
};

const revoke = async (keyId: string, around: Surroundings): Promise<void> => {
  await call(clientFor('operator', around), { method: 'DELETE', path: 'meta/key', query: { keyId } });
  await write(around.stdout, `the key ${keyId} is revoked\n`);
};

/** `sluice key create|revoke` */
export const addKeyCommands = (program: Command, around: Surroundings): void => {
  const key = program.command('key').description("tenants' access keys (for operators)");
  key
    .command('create')
    .description(
      'make a key; a device key may only send, an analyst may ask as well, an admin may change the schema',
    )
    .requiredOption('--tenant <name>', 'whose key, by name or id')
    .addOption(
      new Option('--role <role>', 'what it may do')
        .choices(['device', 'analyst', 'admin', 'operator'])
        .makeOptionMandatory(),
    )
    .option('--json', 'print {"accessKeyId","secretAccessKey"}')
    .action((options: CreateOptions) => create(options, around));
  key
    .command('revoke')
    .description('make a key useless at once; this cannot be undone')
    .argument('<id>', 'the access key id')
    .action((id: string) => revoke(id, around));
};
