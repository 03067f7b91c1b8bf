import type { Warehouse, WarehouseRow } from '@sluice/core/ports';
import type { MetricLoad } from '@sluice/core/lake';
import type { Dialect } from './dialects/dialect.ts';
import type { RecordedView } from './naming/view.ts';
import { readColumns } from './sql/read-columns.ts';
import { readLoaded } from './sql/read-loaded.ts';
import { readViews } from './sql/read-views.ts';
import { targetOf } from '@sluice/core/warehouse';

/** A column as the warehouse has it. */
export interface FoundColumn {
  /** The catalogue's name of its type. */
  readonly type: string;
  /** Of a text; undefined where texts have no size. */
  readonly bytes: number | undefined;
}

/** What the warehouse says of a load and its table. */
export interface Facts {
  /** Empty when there is no table. */
  readonly columns: ReadonlyMap<string, FoundColumn>;
  readonly loaded: { readonly at: number; readonly merged: number; readonly replaced: number } | undefined;
  readonly views: readonly RecordedView[];
}

/** The batch whose rows are the facts. */
export const factStatements = (load: MetricLoad, dialect: Dialect): readonly string[] => {
  const target = targetOf(load.tenant, load.metric);
  return [readColumns(dialect, target), readLoaded(target, load.loadId), readViews(target)];
};

const textIn = (row: WarehouseRow, name: string): string => row.get(name) ?? '';

const columnIn = (row: WarehouseRow): readonly [string, FoundColumn] => {
  const bytes = row.get('character_maximum_length') ?? undefined;
  const found = { type: textIn(row, 'data_type'), bytes: bytes === undefined ? undefined : Number(bytes) };
  return [textIn(row, 'column_name'), found];
};

/** The facts of a finished look; undefined when the warehouse does not keep its rows any more. */
export const readFacts = async (warehouse: Warehouse, id: string): Promise<Facts | undefined> => {
  const [columns, loaded, views] = [
    await warehouse.rows(id, 0),
    await warehouse.rows(id, 1),
    await warehouse.rows(id, 2),
  ];
  if (columns === undefined || loaded === undefined || views === undefined) return undefined;
  const [row] = loaded;
  return {
    columns: new Map(columns.map(columnIn)),
    loaded:
      row === undefined
        ? undefined
        : {
            at: Number(row.get('loaded_at')),
            merged: Number(row.get('rows_merged')),
            replaced: Number(row.get('rows_replaced')),
          },
    views: views.map((view) => ({
      metric: textIn(view, 'metric'),
      name: Buffer.from(textIn(view, 'name_hex'), 'hex').toString(),
      digest: textIn(view, 'digest'),
    })),
  };
};
