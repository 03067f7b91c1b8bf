import type { TableName } from '../layout/index.ts';
import { hourOf } from '../time/index.ts';
import type { Rows } from './balance.ts';
import { addTo, cellOf, type Count } from './compare.ts';
import { digestOf } from './held.ts';
import type { Covered, StoredCopy } from './stored.ts';

/** What the near-line store says of a metric and hour of arrival. */
export interface DueCell {
  readonly metric: string;
  readonly hour: string;
  /** A name that an event was sent with. */
  readonly sentName: string;
  /** Rows. */
  stored: number;
  /** Of them, those that the lake has not read. */
  inFlight: number;
  /** Rows that the lake is to hold: the last of each identity among the events that it has read. */
  due: number;
}

/** What the lake is to hold, counted while the books of the near-line store are made. */
export class Due implements Rows {
  readonly covered: Covered;
  readonly cells = new Map<string, DueCell>();
  /** What is due by hour of arrival, all metrics together: of a row whose table was dropped nobody knows the metric. */
  readonly hours = new Map<string, Count>();
  /** How many of the rows due were in tables that are dropped, by hour of arrival. */
  readonly sealedHours = new Map<string, number>();

  constructor(covered: Covered) {
    this.covered = covered;
  }

  stored({ metric, sentName, receivedAt, recordId, index, fate, lakeFate }: StoredCopy): void {
    if (fate !== 'stored' && lakeFate !== 'stored') return;
    const hour = hourOf(receivedAt);
    const cell = this.#cell(metric, hour, sentName);
    if (fate === 'stored') cell.stored += 1;
    if (fate === 'stored' && lakeFate === undefined) cell.inFlight += 1;
    if (lakeFate !== 'stored') return;
    cell.due += 1;
    addTo(this.hours, hour, 1, digestOf(recordId, index));
  }

  sealed({
    hour,
    recordId,
    index,
  }: {
    table: TableName;
    hour: string;
    recordId: string;
    index: number;
  }): void {
    if (this.covered.has(recordId, index)) {
      addTo(this.hours, hour, 1, digestOf(recordId, index));
      this.sealedHours.set(hour, (this.sealedHours.get(hour) ?? 0) + 1);
      return;
    }
    const cell = this.#cell('', hour, '');
    cell.stored += 1;
    cell.inFlight += 1;
  }

  #cell(metric: string, hour: string, sentName: string): DueCell {
    const key = cellOf(metric, hour);
    const known = this.cells.get(key);
    if (known !== undefined) return known;
    const cell = { metric, hour, sentName, stored: 0, inFlight: 0, due: 0 };
    this.cells.set(key, cell);
    return cell;
  }
}
