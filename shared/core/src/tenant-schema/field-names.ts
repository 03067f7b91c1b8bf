import { notFound, type Refused } from './edit.ts';
import { schemaLimits } from './limits.ts';
import type { Field, Metric } from './model.ts';
import { fieldNameFault, firstFault, shown } from './names.ts';

/** The name of the field that every metric has: its type is LONG, epoch ms, and its aliases are the metric's timestamp aliases. */
export const timestampName = 'timestamp';

/** What a name leads to in a metric. */
export type Named = { readonly what: 'timestamp' } | { readonly what: 'field'; readonly field: Field };

/** The field of a metric that has the name, as its display name or an alias. */
export const fieldNamed = (metric: Metric, name: string): Named | undefined => {
  if (name === timestampName || metric.timestampAliases.includes(name)) return { what: 'timestamp' };
  const field = metric.fields.find((other) => other.aliases.includes(name));
  return field === undefined ? undefined : { what: 'field', field };
};

export const fieldNotFound = (metric: Metric, name: string): Refused =>
  notFound(`metric ${shown(metric.displayName)} has no field ${shown(name)}`);

/** Why the field `own` (its id, `timestamp`, or undefined for a new one) cannot have the names in this metric; undefined when it can. */
export const fieldNamesFault = (
  metric: Metric,
  own: string | undefined,
  names: readonly string[],
): string | undefined =>
  firstFault(names, (name) => {
    const fault = fieldNameFault('field name', name);
    if (fault !== undefined) return fault;
    const owner = fieldNamed(metric, name);
    if (owner === undefined) return undefined;
    const id = owner.what === 'timestamp' ? timestampName : owner.field.id;
    const ownerName = owner.what === 'timestamp' ? timestampName : owner.field.displayName;
    return id === own
      ? undefined
      : `the name ${shown(name)} is taken by field ${shown(ownerName)} of metric ${shown(metric.displayName)}`;
  });

export const aliasCountFault = (count: number): string | undefined =>
  count > schemaLimits.aliases ? `${count} aliases of one field; at most ${schemaLimits.aliases}` : undefined;
