import type {
  Clock,
  ControlAnswer,
  StateStore,
  TableControl,
  TableMetrics,
  Throughput,
} from '@sluice/core/ports';

/** What a tick did with one table, in words. */
export interface TableAction {
  readonly table: string;
  /** `none`: nothing was to be done; `fault`: nothing could be. */
  readonly kind: string;
  readonly reason: string;
  /** Undefined where nothing was asked for. */
  readonly answer?: ControlAnswer;
}

export interface ScaleTablesServices {
  readonly metrics: TableMetrics;
  readonly control: TableControl;
  readonly state: StateStore;
  readonly clock: Clock;
  readonly log: (action: TableAction) => void;
}

export interface TableSettings {
  readonly table: string;
  readonly week: string;
  readonly min: Throughput;
  readonly max: Throughput;
}

/** In the place of the controller, until it is there: looks at each table, so that a missing one is told, and changes nothing. */
export const scaleTables = async (
  tables: readonly TableSettings[],
  { control, log }: ScaleTablesServices,
): Promise<void> => {
  for (const { table } of tables) {
    const found = await control.describe(table);
    log({
      table,
      kind: 'none',
      reason: found === undefined ? 'there is no such table' : 'it is only looked at',
    });
  }
};
