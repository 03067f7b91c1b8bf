import type { Command } from 'commander';
import type { Surroundings } from '../surroundings.ts';
import { several } from './arguments.ts';
import { createField, renameField, aliasField } from './schema/field.ts';
import { aliasMetric, createMetric, deleteMetric, renameMetric } from './schema/metric.ts';
import { showProposals } from './schema/proposals.ts';
import { showHistory, showSchema } from './schema/show.ts';
import { setKeys, setPatterns } from './schema/tenant.ts';

interface Aliases {
  readonly alias?: readonly string[];
}
interface Removing {
  readonly remove?: boolean;
}
interface Json {
  readonly json?: boolean;
}

const types = 'STRING, INTEGER, LONG, FLOAT, DOUBLE, BOOLEAN or BINARY';

const addMetric = (schema: Command, around: Surroundings): void => {
  const metric = schema.command('metric').description('declare and name metrics: the tables');
  metric
    .command('create')
    .description('declare a metric; what was sent under its names becomes its rows')
    .argument('<name>')
    .option('--alias <name>', 'another name; may be repeated', several)
    .action((name: string, { alias }: Aliases) => createMetric(name, alias ?? [], around));
  metric
    .command('rename')
    .description('give a metric another name; the old one stays as an alias')
    .argument('<name>')
    .argument('<new-name>')
    .action((name: string, newName: string) => renameMetric(name, newName, around));
  metric
    .command('alias')
    .description('add other names')
    .argument('<name>')
    .argument('<alias...>')
    .option('--remove', 'take them away instead')
    .action((name: string, aliases: readonly string[], { remove }: Removing) =>
      aliasMetric(name, aliases, remove === true, around),
    );
  metric
    .command('delete')
    .description('forget a metric: its rows are hidden, its names are free')
    .argument('<name>')
    .action((name: string) => deleteMetric(name, around));
};

const addField = (schema: Command, around: Surroundings): void => {
  const field = schema.command('field').description('declare and name fields: the columns');
  field
    .command('create')
    .description('declare a field with its type')
    .argument('<metric>')
    .argument('<name>')
    .argument('<type>', types)
    .option('--alias <name>', 'another name; may be repeated', several)
    .action((metric: string, name: string, type: string, { alias }: Aliases) =>
      createField({ metric, name, type, aliases: alias ?? [] }, around),
    );
  field
    .command('rename')
    .description('give a field another name; the old one stays as an alias')
    .argument('<metric>')
    .argument('<name>')
    .argument('<new-name>')
    .action((metric: string, name: string, newName: string) => renameField(metric, name, newName, around));
  field
    .command('alias')
    .description('add other names; of the field timestamp, the names under which events may give their time')
    .argument('<metric>')
    .argument('<name>')
    .argument('<alias...>')
    .option('--remove', 'take them away instead')
    .action((metric: string, name: string, aliases: readonly string[], { remove }: Removing) =>
      aliasField({ metric, name, aliases, remove: remove === true }, around),
    );
};

const addTenant = (schema: Command, around: Surroundings): void => {
  schema
    .command('patterns')
    .description(
      'set how timestamps are written (patterns of Java, such as yyyy-MM-dd HH:mm:ss); none clears them',
    )
    .argument('[pattern...]')
    .option('--metric <name>', 'of one metric only')
    .action((patterns: readonly string[], { metric }: { readonly metric?: string }) =>
      setPatterns(patterns, metric, around),
    );
  schema
    .command('metric-keys')
    .description('set the names under which events name their metric, before metrictype; none clears them')
    .argument('[name...]')
    .action((names: readonly string[]) => setKeys(names, around));
};

/** `sluice schema …` */
export const addSchemaCommands = (program: Command, around: Surroundings): void => {
  const schema = program.command('schema').description('metrics, fields, their names and types');
  schema
    .command('show')
    .description('show what is declared')
    .argument('[metric]', 'only this one')
    .option('--json', 'print it as JSON')
    .action((metric: string | undefined, { json }: Json) => showSchema(metric, json === true, around));
  addMetric(schema, around);
  addField(schema, around);
  addTenant(schema, around);
  schema
    .command('history')
    .description('list the changes, newest first')
    .option('--json', 'print what the call answers')
    .action(({ json }: Json) => showHistory(json === true, around));
  schema
    .command('proposals')
    .description('list unknown fields that events had, and the commands that would declare them')
    .option('--json', 'print what the call answers')
    .action(({ json }: Json) => showProposals(json === true, around));
};
