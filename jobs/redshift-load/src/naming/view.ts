import { hash } from 'node:crypto';
import type { MetricLoad } from '@sluice/core/lake';
import { opsTables } from '@sluice/core/warehouse';
import { identifierBytes } from '@sluice/core/warehouse';

/** A metric by its display names. */
export interface View {
  readonly name: string;
  readonly columns: readonly { readonly column: string; readonly label: string }[];
}

/** A view that is in the warehouse. */
export interface RecordedView {
  readonly metric: string;
  readonly name: string;
  /** Of its statement. */
  readonly digest: string;
}

const suffixOf = (id: string): string => `_${hash('sha256', id, 'hex').slice(0, 8)}`;

/** At most so many bytes of UTF-8, without half a character. */
const cut = (text: string, bytes: number): string => {
  let kept = '';
  let size = 0;
  for (const character of text) {
    size += Buffer.byteLength(character);
    if (size > bytes) return kept;
    kept += character;
  }
  return kept;
};

/** Redshift folds names to lower case, quoted or not: two that differ in case alone are one name. */
const folded = (name: string): string =>
  name
    .toWellFormed()
    .toLowerCase()
    .replaceAll(/\p{Cc}/gu, '_') || '_';

/** The name, or when it is too long or taken, its beginning with a suffix that the id decides. */
const fitting = (name: string, id: string, isTaken: (name: string) => boolean): string => {
  const plain = folded(name);
  let fit = plain;
  for (let i = 0; Buffer.byteLength(fit) > identifierBytes || isTaken(fit); i += 1) {
    const suffix = suffixOf(i === 0 ? id : `${id}#${i}`);
    fit = `${cut(plain, identifierBytes - suffix.length)}${suffix}`;
  }
  return fit;
};

const ownNames = new Set<string>(Object.values(opsTables));
const tablePattern = /^[mu]_[0-9a-z]{26}$/;

/** As in SQL over the lake (API.md 6): the time first, then the fields, then what is there when named. These names win over a field's. */
const first = [{ column: 'timestamp', label: 'timestamp' }];
const last = [
  { column: 'event_id', label: '_eventid' },
  { column: 'received_at', label: '_received_at' },
  { column: 'sent_name', label: '_metric_name' },
  { column: 'unknown', label: '_unknown' },
];

/**
 * The view of a metric.
 * @param others the views of the tenant that are in the warehouse; who came first keeps a name that two want
 */
export const viewOf = (load: MetricLoad, others: readonly RecordedView[]): View => {
  const taken = new Set(others.filter(({ metric }) => metric !== load.metric).map(({ name }) => name));
  const isTaken = (name: string): boolean => taken.has(name) || ownNames.has(name) || tablePattern.test(name);
  const labels = new Set([...first, ...last].map(({ label }) => label));
  const fields = load.columns.map(({ id, displayName }) => {
    const label = fitting(displayName, id, (name) => labels.has(name));
    labels.add(label);
    return { column: id, label };
  });
  return { name: fitting(load.metricName, load.metric, isTaken), columns: [...first, ...fields, ...last] };
};
