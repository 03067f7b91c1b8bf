import type { MetricLoad } from '@sluice/core/lake';
import type { Column, ColumnType } from '../columns.ts';
import type { QuestionDialect, Target } from '@sluice/core/warehouse';

/** Where the warehouses differ. Everything else of a load is the same text. */
export interface Dialect extends QuestionDialect {
  readonly limits: {
    /** Columns of a table. */
    readonly columns: number;
    /** Bytes of a text value. */
    readonly textBytes: number;
    /** Bytes of a statement. */
    readonly statementBytes: number;
  };
  /** The catalogue's names of each type. */
  readonly catalogueTypes: Readonly<Record<ColumnType, string>>;
  readonly typeOf: (column: Column) => string;
  readonly tableOptions: string;
  readonly viewOptions: string;
  /** An expression that makes its statement fail when the condition, over aggregates, holds. */
  readonly failWhen: (condition: string) => string;
  /** First of each transaction; absent where one writes at a time. */
  readonly lock: ((target: Target) => string) | undefined;
  readonly createStage: (target: Target) => string;
  /** Not asked for a load without files. */
  readonly fillStage: (load: MetricLoad, columns: readonly Column[]) => string;
  /** The key and text of an object that has to be there before the load; absent where none has. */
  readonly manifestOf: (load: MetricLoad) => { readonly key: string; readonly text: string } | undefined;
}
