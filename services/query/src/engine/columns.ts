import type { EngineTable, ShownColumn } from '../sql/scope.ts';
import type { TableSpec } from './protocol.ts';

const hiddenSources = [
  ['_eventid', 'event_id'],
  ['_received_at', 'received_at'],
  ['_metric_name', 'sent_name'],
] as const;
const hiddenNames = new Set(['_eventid', '_received_at', '_metric_name', '_unknown']);
const reserved = (name: string): boolean => hiddenNames.has(name) || name === 'timestamp';

/** The columns of `errors.stream`, which are the engine's own names too. */
export const errorColumns: readonly string[] = [
  'stage', 'kind', 'code', 'reason', 'event', 'timestamp', 'handled_timestamp', 'year', 'month', 'day', 'hour',
]; // prettier-ignore

const timestamp: ShownColumn = { name: 'timestamp', source: { column: 'timestamp' } };

const hiddenColumns = (spec: TableSpec): readonly ShownColumn[] => {
  // A field with a hidden column's name gives way to it and stays reachable in `_unknown`.
  const shadowed = spec.fields.filter((field) => reserved(field.name));
  const unknown =
    shadowed.length === 0
      ? { column: 'unknown' }
      : { unknownWith: shadowed.map((field) => ({ name: field.name, column: field.id })) };
  return [
    ...hiddenSources.map(([name, column]) => ({ name, source: { column } })),
    { name: '_unknown', source: unknown },
  ];
};

/** A table as statements see it: from what is declared and the names seen in the data. */
export const engineTableOf = (
  spec: TableSpec,
  engineName: string,
  unknown: ReadonlySet<string>,
): EngineTable => {
  const { key } = spec;
  switch (spec.kind) {
    case 'errors':
      return {
        key,
        engineName,
        columns: errorColumns.map((name) => ({ name, source: { column: name } })),
        hidden: [],
        unknown: new Set(),
      };
    case 'undeclared': {
      const names = [...unknown].filter((name) => !reserved(name)).sort();
      const columns = [timestamp, ...names.map((name) => ({ name, source: { unknown: name } }))];
      return { key, engineName, columns, hidden: hiddenColumns(spec), unknown: new Set() };
    }
    case 'declared': {
      const fields = spec.fields.filter((field) => !reserved(field.name));
      const columns = [
        timestamp,
        ...fields.map((field) => ({ name: field.name, source: { column: field.id } })),
      ];
      const declared = new Set(columns.map((column) => column.name));
      const others = [...unknown].filter((name) => !declared.has(name));
      return { key, engineName, columns, hidden: hiddenColumns(spec), unknown: new Set(others) };
    }
  }
};
