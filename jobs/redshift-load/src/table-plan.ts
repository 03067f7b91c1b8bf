import type { MetricLoad } from '@sluice/core/lake';
import { columnsOf, type Column } from './columns.ts';
import type { Dialect } from './dialects/dialect.ts';
import type { Facts, FoundColumn } from './facts.ts';

/** What has to be done to a table before a load fits it. */
export interface TablePlan {
  readonly create: boolean;
  /** Before the load, each by itself. */
  readonly widen: readonly Column[];
  /** In the load's transaction, as far as it has room. */
  readonly add: readonly Column[];
  /** All columns of the table once that is done. */
  readonly columns: readonly string[];
}

/** Why a load cannot be, and what a person may do. */
export interface Proposal {
  readonly proposal: string;
}

const named = (load: MetricLoad, { name }: Column): string => {
  const field = load.columns.find(({ id }) => id === name);
  return field === undefined ? name : `${JSON.stringify(field.displayName)} (${name})`;
};

const typeFault = (
  load: MetricLoad,
  dialect: Dialect,
  column: Column,
  found: FoundColumn | undefined,
): readonly string[] => {
  const wanted = dialect.catalogueTypes[column.type];
  return found === undefined || found.type.toLowerCase() === wanted.toLowerCase()
    ? []
    : [
        `the column of ${named(load, column)} is ${found.type} in the warehouse and ${wanted} by the schema: rename the column away there, or declare the field anew, which gives it a column of its own`,
      ];
};

const sizeFault = (load: MetricLoad, { limits }: Dialect, column: Column) =>
  column.type !== 'text' || column.bytes <= limits.textBytes
    ? []
    : [
        `${named(load, column)} has a value of ${column.bytes} bytes, and the warehouse takes ${limits.textBytes}: keep the field undeclared and long texts out of the warehouse, or send them shorter`,
      ];

const countFault = (load: MetricLoad, { limits }: Dialect, count: number) =>
  count <= limits.columns
    ? []
    : [
        `${JSON.stringify(load.metricName)} needs ${count} columns, and a table of the warehouse has at most ${limits.columns}: split the metric, or remove fields that nobody uses`,
      ];

const needsWidening = (column: Column, found: FoundColumn | undefined): boolean =>
  column.type === 'text' && found?.bytes !== undefined && found.bytes < column.bytes;

/** What a load needs of its table as it is now. */
export const planTable = (load: MetricLoad, facts: Facts, dialect: Dialect): TablePlan | Proposal => {
  const wanted = columnsOf(load);
  const foundOf = ({ name }: Column) => facts.columns.get(name);
  const columns = [...new Set([...facts.columns.keys(), ...wanted.map(({ name }) => name)])];
  const faults = [
    ...wanted.flatMap((column) => typeFault(load, dialect, column, foundOf(column))),
    ...wanted.flatMap((column) => sizeFault(load, dialect, column)),
    ...countFault(load, dialect, columns.length),
  ];
  if (faults.length > 0) return { proposal: faults.slice(0, 10).join('; ') };
  const create = facts.columns.size === 0;
  return {
    create,
    columns,
    widen: wanted.filter((column) => needsWidening(column, foundOf(column))),
    add: create ? [] : wanted.filter((column) => foundOf(column) === undefined),
  };
};
