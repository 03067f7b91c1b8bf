import type { Command } from 'commander';
import { call, callWith, elementsOf, membersOf, type Members } from '../client/call.ts';
import { CliFailure } from '../failure.ts';
import { counted, left, right, table } from '../output/table.ts';
import { printable } from '../output/width.ts';
import { write, writeJson } from '../output/write.ts';
import type { Surroundings } from '../surroundings.ts';
import { clientFor } from './context.ts';

interface LoadOptions {
  readonly tenant?: string;
  readonly json?: boolean;
}

interface RetryOptions extends LoadOptions {
  readonly load?: string;
}

const textIn = (members: Members, name: string): string => {
  const value = members.get(name);
  return typeof value === 'string' ? value : '';
};

const numberIn = (members: Members, name: string): number => {
  const value = members.get(name);
  return typeof value === 'number' ? value : 0;
};

const get = (path: string, { tenant }: LoadOptions, around: Surroundings): Promise<unknown> =>
  call(clientFor('operator', around), {
    method: 'GET',
    path,
    ...(tenant === undefined ? {} : { query: { tenant } }),
  });

const isHeldUp = (load: Members): boolean => ['failed', 'refused'].includes(textIn(load, 'state'));

const statusRow = (tenant: string, load: Members) => [
  left(tenant),
  left(textIn(load, 'load')),
  left(textIn(load, 'metric')),
  left(textIn(load, 'state')),
  right(numberIn(load, 'files')),
  right(numberIn(load, 'rows')),
  left(textIn(load, 'reason')),
];

/** Exits 1 when a load failed or was refused: those behind it wait. */
const status = async (options: LoadOptions, around: Surroundings): Promise<void> => {
  const answer = await get('ops/load', options, around);
  const loads = elementsOf(membersOf(answer).get('tenants'))
    .map(membersOf)
    .flatMap((one) =>
      elementsOf(one.get('loads')).map((load) => ({ tenant: textIn(one, 'tenant'), load: membersOf(load) })),
    );
  const names = ['tenant', 'load', 'metric', 'state', 'files', 'rows', 'reason'];
  if (options.json === true) await writeJson(around.stdout, answer);
  else if (loads.length === 0) await write(around.stdout, 'there are no loads\n');
  else
    await write(
      around.stdout,
      table(
        names,
        loads.map(({ tenant, load }) => statusRow(tenant, load)),
      ),
    );
  const heldUp = loads.filter(({ load }) => isHeldUp(load)).length;
  if (heldUp > 0)
    throw new CliFailure(
      `${counted(heldUp, 'load')} failed or refused: mend the reason, then \`sluice load retry\``,
    );
};

/** A load's batches as SQL, which can be read and kept. */
const planText = (load: Members): string => {
  const behind = numberIn(load, 'behind');
  const head = `-- ${textIn(load, 'tenant')}: ${textIn(load, 'metric')}, load ${textIn(load, 'load')}: ${counted(numberIn(load, 'files'), 'file')}, ${counted(numberIn(load, 'rows'), 'row')}, ${counted(numberIn(load, 'bytes'), 'byte')}${behind > 0 ? `; ${counted(behind, 'load')} behind it` : ''}`;
  const refused = load.get('refused');
  if (typeof refused === 'string') return `${printable(head)}\n-- refused: ${printable(refused)}\n`;
  const batches = elementsOf(load.get('batches')).map((batch, i) => {
    const statements = elementsOf(membersOf(batch).get('statements')).map(membersOf);
    const lines = statements.map(
      (one) => `${printable(textIn(one, 'sql'))}; -- ${printable(textIn(one, 'name'))}\n`,
    );
    return `-- batch ${i + 1}: ${counted(statements.length, 'statement')}\n${lines.join('')}`;
  });
  return `${printable(head)}\n${batches.join('')}`;
};

const plan = async (options: LoadOptions, around: Surroundings): Promise<void> => {
  const answer = await get('ops/load/plan', options, around);
  if (options.json === true) return writeJson(around.stdout, answer);
  const loads = elementsOf(membersOf(answer).get('loads')).map(membersOf);
  await write(
    around.stdout,
    loads.length === 0 ? 'nothing is to be loaded\n' : loads.map(planText).join('\n'),
  );
};

const retry = async ({ tenant, load, json }: RetryOptions, around: Surroundings): Promise<void> => {
  const answer = await callWith(
    clientFor('operator', around),
    { method: 'POST', path: 'ops/load/retry' },
    { ...(tenant === undefined ? {} : { tenant }), ...(load === undefined ? {} : { load }) },
  );
  if (json === true) return writeJson(around.stdout, answer);
  const retried = elementsOf(membersOf(answer).get('retried')).map(String);
  if (load !== undefined && retried.length === 0)
    throw new CliFailure(
      `no load ${JSON.stringify(load)} failed or was refused, so nothing is tried again; sluice load status lists the loads`,
    );
  await write(
    around.stdout,
    `${retried.map((id) => `${printable(id)}\n`).join('')}${counted(retried.length, 'load')} will be tried again\n`,
  );
};

/** `sluice load plan|status|retry` */
export const addLoadCommands = (program: Command, around: Surroundings): void => {
  const load = program.command('load').description('the loads of the warehouse (for operators and admins)');
  const tenantOption = [
    '--tenant <name>',
    'of one tenant (default: all for an operator, else your own)',
  ] as const;
  load
    .command('plan')
    .description('what the next loads will do: statements, files, rows; changes nothing')
    .option(...tenantOption)
    .option('--json', 'print what the call answers')
    .action((options: LoadOptions) => plan(options, around));
  load
    .command('status')
    .description('how far each load is, and why one failed; exits 1 when one is held up')
    .option(...tenantOption)
    .option('--json', 'print what the call answers')
    .action((options: LoadOptions) => status(options, around));
  load
    .command('retry')
    .description(
      'try failed and refused loads again, once their reason is mended; doing it twice does no harm',
    )
    .option(...tenantOption)
    .option('--load <id>', 'only this one')
    .option('--json', 'print what the call answers')
    .action((options: RetryOptions) => retry(options, around));
};
