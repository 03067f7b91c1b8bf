import { at, textAt, textsOf } from './attributes.ts';
import { each, ruleOver, unless, type Rule } from './rule.ts';
import type { Resource, Stack } from './stack.ts';
import { allowing, type Statement } from './statements.ts';

/** Of each type what changes its capacity, and the attributes that change with it. */
const changes: Readonly<
  Record<string, { readonly actions: RegExp; readonly named: RegExp; readonly attributes: readonly string[] }>
> = {
  aws_kinesis_stream: {
    actions: /^kinesis:(UpdateShardCount|SplitShard|MergeShards|UpdateStreamMode)$/i,
    named: /:stream\/sluice-[a-z]+-(raw|staged)$/,
    attributes: ['shard_count'],
  },
  aws_dynamodb_table: {
    actions: /^dynamodb:UpdateTable$/i,
    named: /:table\/sluice-[a-z]+-near-line-\?{4}-w\?\?$/,
    attributes: ['billing_mode', 'read_capacity', 'write_capacity'],
  },
};

const looseFault = ({ sid, actions, resources }: Statement): string | undefined => {
  for (const { actions: changing, named } of Object.values(changes)) {
    const loose = resources.filter((one) => !named.test(one));
    if (actions.some((one) => changing.test(one)) && loose.length > 0)
      return `its statement ${sid} changes the capacity of ${loose.join(', ')}`;
  }
  return undefined;
};

/** Whether a resource of IAM, in which `?` is any one character and `*` any text, names one of such a name. */
const covers = (resource: string, name: string): boolean => {
  const pattern = (resource.split('/').at(-1) ?? '')
    .replaceAll('.', '\\.')
    .replaceAll('?', '.')
    .replaceAll('*', '.*');
  return new RegExp(`^${pattern}$`).test(name);
};

const isScaled = ({ type, attributes }: Resource, stack: Stack): boolean =>
  allowing('identity')(stack).some(
    ({ actions, resources }) =>
      actions.some((one) => changes[type]?.actions.test(one) === true) &&
      resources.some((one) => covers(one, textAt(attributes, 'name'))),
  );

const ignoredFault = (resource: Resource, stack: Stack): string | undefined => {
  const ignored = textsOf(at(resource.attributes, 'lifecycle.ignore_changes')).toSorted().join(', ');
  const owned = isScaled(resource, stack) ? (changes[resource.type]?.attributes ?? []).join(', ') : '';
  return (
    unless(owned === '' || ignored === owned, `a plan would undo what changes its ${owned}`) ??
    unless(ignored === owned, `a plan does not show that its ${ignored} changed, and nothing else changes it`)
  );
};

export const capacityRules: readonly Rule[] = [
  ruleOver(
    'capacities are changed of our streams and weekly tables alone',
    allowing('identity'),
    looseFault,
    'grant it by grantScale of the stream, or of the near-line tables',
  ),
  each(
    'what a scaler changes is ignored, and nothing else',
    Object.keys(changes),
    ignoredFault,
    "let owner 'scaler' say both, in standards/data-stream.ts and standards/table.ts",
  ),
];
