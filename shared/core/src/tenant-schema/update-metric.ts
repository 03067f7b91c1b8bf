import { metricNamesFault } from './create-metric.ts';
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
import type { Metric, TenantSchema } from './model.ts';
import { distinctNames, shown } from './names.ts';
import { patternsFault } from './patterns.ts';

export interface MetricUpdate {
  readonly metricName: string;
  /** The old name stays an alias, unless `removeAliases` has it. */
  readonly newDisplayName?: Given<string>;
  /** Added to those there are. */
  readonly aliases?: Given<readonly string[]>;
  readonly removeAliases?: Given<readonly string[]>;
  /** Replaces the old ones; `[]` clears. */
  readonly timestampPatterns?: Given<readonly string[]>;
}

const removalFault = (
  metric: Metric,
  update: MetricUpdate,
  displayName: string,
  removed: readonly string[],
): string | undefined => {
  for (const name of removed) {
    if (name === displayName)
      return `removeAliases has ${shown(name)}, which is the metric's display name; rename the metric first`;
    if (update.aliases?.includes(name) === true)
      return `${shown(name)} is both in aliases and in removeAliases`;
    if (!metric.aliases.includes(name))
      return `removeAliases has ${shown(name)}, which is no alias of metric ${shown(metric.displayName)}`;
  }
  return undefined;
};

/** Renames a metric, adds and removes aliases, and sets its timestamp patterns. Data is keyed by the id and not touched. */
export const updateMetric = (schema: TenantSchema, update: MetricUpdate, stamp: Stamp): Edit => {
  const metric = metricNamed(schema, update.metricName);
  if (metric === undefined) return metricNotFound(update.metricName);
  const displayName = update.newDisplayName ?? metric.displayName;
  if (displayName === '') return badRequest('newDisplayName is empty');
  const removed = distinctNames(update.removeAliases ?? []);
  const aliases = distinctNames([displayName, ...metric.aliases, ...(update.aliases ?? [])]).filter(
    (name) => !removed.includes(name),
  );
  const timestampPatterns = update.timestampPatterns ?? metric.timestampPatterns;
  const fault =
    removalFault(metric, update, displayName, removed) ??
    metricNamesFault(schema, metric.id, aliases) ??
    patternsFault(timestampPatterns);
  if (fault !== undefined) return badRequest(fault);
  const draft = withMetric(schema, { ...metric, displayName, aliases, timestampPatterns });
  return edited(schema, draft, stamp, 'update metric', update);
};
