import { call, callWith, elementsOf, membersOf } from '../../client/call.ts';
import { CliFailure } from '../../failure.ts';
import { write } from '../../output/write.ts';
import type { Surroundings } from '../../surroundings.ts';
import { clientFor } from '../context.ts';

interface NewField {
  readonly metric: string;
  readonly name: string;
  readonly type: string;
  readonly aliases: readonly string[];
}

export const createField = async (
  { metric, name, type, aliases }: NewField,
  around: Surroundings,
): Promise<void> => {
  await callWith(
    clientFor('data', around),
    { method: 'POST', path: 'schema/field' },
    { metricName: metric, fieldName: name, fieldType: type, aliases },
  );
  await write(around.stdout, `the field ${name} of ${metric} is declared, of type ${type.toUpperCase()}\n`);
};

export const renameField = async (
  metricName: string,
  fieldName: string,
  newDisplayName: string,
  around: Surroundings,
): Promise<void> => {
  const body = { metricName, fieldName, newDisplayName };
  await callWith(clientFor('data', around), { method: 'PATCH', path: 'schema/field' }, body);
  await write(
    around.stdout,
    `the field ${fieldName} of ${metricName} is called ${newDisplayName}; the old name stays as an alias\n`,
  );
};

interface FieldAliases {
  readonly metric: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly remove: boolean;
}

/** The call replaces the list, so the one there is read first. */
export const aliasField = async (
  { metric, name, aliases, remove }: FieldAliases,
  around: Surroundings,
): Promise<void> => {
  const client = clientFor('data', around);
  const query = { metricName: metric, fieldName: name };
  const field = await call(client, { method: 'GET', path: 'schema/field', query });
  const before = elementsOf(membersOf(field).get('aliases')).map(String);
  const missing = aliases.find((alias) => remove && !before.includes(alias));
  if (missing !== undefined)
    throw new CliFailure(
      `${JSON.stringify(missing)} is no alias of ${name}; its aliases are ${before.join(', ') || 'none'}`,
    );
  const after = remove
    ? before.filter((alias) => !aliases.includes(alias))
    : [...new Set([...before, ...aliases])];
  await callWith(client, { method: 'PATCH', path: 'schema/field' }, { ...query, aliases: after });
  await write(around.stdout, `aliases of ${name}: ${after.join(', ') || 'none'}\n`);
};
