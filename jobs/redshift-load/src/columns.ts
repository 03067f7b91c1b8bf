import { loadColumns, type MetricLoad } from '@sluice/core/lake';

/** A type of the warehouse, of which each dialect has its own name. */
export type ColumnType = 'text' | 'integer' | 'bigint' | 'real' | 'double' | 'boolean' | 'map';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** The longest value in UTF-8 bytes, of texts; 0 for the others. */
  readonly bytes: number;
  readonly notNull: boolean;
}

/** By the forms: ids have 26 characters, an event id up to 128 characters of up to 4 bytes, a metric's name 256 bytes. */
const fixed: Readonly<Record<(typeof loadColumns)[number], readonly [ColumnType, number]>> = {
  event_id: ['text', 512],
  fingerprint: ['text', 26],
  timestamp: ['bigint', 0],
  received_at: ['bigint', 0],
  record_id: ['text', 26],
  index: ['integer', 0],
  staged_at: ['bigint', 0],
  device: ['text', 256],
  sent_name: ['text', 256],
  unknown: ['map', 0],
};

const fieldTypes: Readonly<Record<MetricLoad['columns'][number]['type'], ColumnType>> = {
  STRING: 'text',
  // As base64: COPY reads no bytes from JSON.
  BINARY: 'text',
  INTEGER: 'integer',
  LONG: 'bigint',
  FLOAT: 'real',
  DOUBLE: 'double',
  BOOLEAN: 'boolean',
};

const fixedColumns: readonly Column[] = loadColumns.map((name) => {
  const [type, bytes] = fixed[name];
  return { name, type, bytes, notNull: name !== 'unknown' };
});

/** The columns of a load's table. They have the names of the load files' keys: COPY's JSON 'auto' maps by name. */
export const columnsOf = (load: Pick<MetricLoad, 'columns'>): readonly Column[] => [
  ...fixedColumns,
  ...load.columns.map(({ id, type, maxBytes }) => ({
    name: id,
    type: fieldTypes[type],
    bytes: maxBytes,
    notNull: false,
  })),
];
