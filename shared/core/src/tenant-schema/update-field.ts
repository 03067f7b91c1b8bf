import {
  badRequest,
  edited,
  metricNamed,
  metricNotFound,
  withMetric,
  type Edit,
  type Given,
  type Stamp,
} from './edit.ts';
import { aliasCountFault, fieldNamed, fieldNamesFault, fieldNotFound, timestampName } from './field-names.ts';
import type { Field, Metric, TenantSchema } from './model.ts';
import { distinctNames } from './names.ts';

export interface FieldUpdate {
  readonly metricName: string;
  /** `timestamp` stands for the metric's time: its aliases are the keys that are tried before `timestamp`. */
  readonly fieldName: string;
  /** The old name stays an alias. */
  readonly newDisplayName?: Given<string>;
  /** Replaces the old ones, in order of preference; the display name always stays one. */
  readonly aliases?: Given<readonly string[]>;
}

/** The metric with its change, or why there is none. */
type Draft = { readonly metric: Metric } | { readonly fault: string };

const updateTimestamp = (metric: Metric, { newDisplayName, aliases }: FieldUpdate): Draft => {
  if ((newDisplayName ?? timestampName) !== timestampName)
    return { fault: 'the field timestamp cannot be renamed; give it aliases instead' };
  const asked = aliases ?? metric.timestampAliases;
  // `timestamp` itself is always tried, and last.
  const timestampAliases = distinctNames(asked).filter((name) => name !== timestampName);
  const fault =
    aliasCountFault(timestampAliases.length) ?? fieldNamesFault(metric, timestampName, timestampAliases);
  return fault === undefined ? { metric: { ...metric, timestampAliases } } : { fault };
};

/** The display name first unless the caller placed it, then the old display name if the field is renamed, then the others. */
const aliasesAfter = (field: Field, displayName: string, given: Given<readonly string[]>): string[] => {
  if (given === undefined || given === null) {
    return displayName === field.displayName
      ? [...field.aliases]
      : distinctNames([displayName, ...field.aliases]);
  }
  const kept = [displayName, field.displayName].filter((name) => !given.includes(name));
  return distinctNames([...kept, ...given]);
};

const updateOne = (metric: Metric, field: Field, update: FieldUpdate): Draft => {
  const displayName = update.newDisplayName ?? field.displayName;
  if (displayName === '') return { fault: 'newDisplayName is empty' };
  const aliases = aliasesAfter(field, displayName, update.aliases);
  const fault = aliasCountFault(aliases.length - 1) ?? fieldNamesFault(metric, field.id, aliases);
  if (fault !== undefined) return { fault };
  const fields = metric.fields.map((other) =>
    other.id === field.id ? { ...field, displayName, aliases } : other,
  );
  return { metric: { ...metric, fields } };
};

/** Renames a field or sets its aliases. Its type never changes, and its data, keyed by the id, is not touched. */
export const updateField = (schema: TenantSchema, update: FieldUpdate, stamp: Stamp): Edit => {
  const metric = metricNamed(schema, update.metricName);
  if (metric === undefined) return metricNotFound(update.metricName);
  const named = fieldNamed(metric, update.fieldName);
  if (named === undefined) return fieldNotFound(metric, update.fieldName);
  const draft =
    named.what === 'timestamp' ? updateTimestamp(metric, update) : updateOne(metric, named.field, update);
  if ('fault' in draft) return badRequest(draft.fault);
  return edited(schema, withMetric(schema, draft.metric), stamp, 'update field', update);
};
