import type { Member, ScannedEvent } from '../event/index.ts';
import { limits } from '../layout/limits.ts';
import { undeclaredMetricId } from '../layout/ids.ts';
import type { MetricIndex, SchemaIndex } from '../tenant-schema/index.ts';
import { Reading } from './reading.ts';
import type { Interpretation, Reason } from './outcome.ts';

/**
 * Reads an event by its tenant's schema: which metric, when, which values are typed fields and which stay text (API.md 2 and 8,
 * ORIGINAL.md 4). Pure, and the same at the front door (for the verdict) and at the validate stage (for what is stored).
 * @param now epoch ms, to tell epoch seconds from milliseconds
 */
export const interpret = (event: ScannedEvent, schema: SchemaIndex, now: number): Interpretation => {
  const key = metricKeyOf(event, schema);
  if (key === undefined) return { ok: false, ...noMetric(schema) };
  const as = textOf(event.text, key);
  const badName = nameFault(as, key);
  if (badName !== undefined) return { ok: false, ...badName };
  const metric = schema.metric(as);
  const time = timestampOf(event, schema, metric, now);
  if (!time.ok) return time;
  const reading = new Reading(event.text, metric);
  for (const member of event.members)
    if (member !== key && member !== time.member && !isOwnKey(member)) reading.add(member);
  const { fields, unknown, notices } = reading.done();
  return {
    ok: true,
    metric: metric?.id ?? undeclaredMetricId(as),
    as,
    timestamp: time.timestamp,
    fields,
    unknown,
    notices,
  };
};

/**
 * Keys of the event itself, which are no fields. `companykey` was the original's tenant id and is ignored: the tenant is the signer.
 * A `timestamp` or metric key that did not decide is kept as text: nothing that was sent is dropped.
 */
const isOwnKey = ({ name, kind }: Member): boolean =>
  name === 'metrictype' || name === 'companykey' || (name === 'eventid' && kind === 'string');

/** The tenant's metric keys in order, then `metrictype`: the first with a value decides, with no second try. */
const metricKeyOf = (event: ScannedEvent, schema: SchemaIndex): Member | undefined => {
  for (const name of schema.metricKeys) {
    const member = present(event, name);
    if (member !== undefined) return member;
  }
  return present(event, 'metrictype');
};

/** The member of a name, if its value is not null: null counts as absent. */
const present = (event: ScannedEvent, name: string): Member | undefined =>
  event.members.find((member) => member.name === name && member.kind !== 'null');

const noMetric = (schema: SchemaIndex): Reason => ({
  code: 'NoMetric',
  reason: `the event names no metric: none of ${[...schema.metricKeys, 'metrictype'].join(', ')} has a value`,
});

const nameFault = (name: string, { name: key, kind }: Member): Reason | undefined => {
  if (kind === 'object' || kind === 'array')
    return {
      code: 'BadMetricName',
      reason: `${key} is ${kind === 'array' ? 'a list' : 'an object'}; a metric is named by text`,
    };
  if (name === '') return { code: 'BadMetricName', reason: `${key} is empty; a metric is named by text` };
  if (name.length * 3 <= limits.metricNameBytes || Buffer.byteLength(name) <= limits.metricNameBytes)
    return undefined;
  return {
    code: 'MetricNameTooLong',
    reason: `the metric's name is longer than ${limits.metricNameBytes} bytes`,
  };
};

/** The value in string form: a string's own text, else what was sent. */
export const textOf = (text: string, { kind, start, end, escaped }: Member): string => {
  if (kind !== 'string') return text.slice(start, end);
  return escaped ? String(JSON.parse(text.slice(start, end))) : text.slice(start + 1, end - 1);
};

type Time =
  | { readonly ok: true; readonly timestamp: number; readonly member: Member }
  | ({ readonly ok: false } & Reason);

const timestampOf = (
  event: ScannedEvent,
  schema: SchemaIndex,
  metric: MetricIndex | undefined,
  now: number,
): Time => {
  const member = timestampMember(event, metric);
  if (member === undefined) return { ok: false, code: 'NoTimestamp', reason: noTimestamp(metric) };
  const read = (metric ?? schema).readTimestamp(member.kind, textOf(event.text, member), now);
  return read.ok
    ? { ok: true, timestamp: read.timestamp, member }
    : { ok: false, code: read.code, reason: `${member.name}: ${read.reason}` };
};

const timestampMember = (event: ScannedEvent, metric: MetricIndex | undefined): Member | undefined => {
  for (const alias of metric?.timestampAliases ?? []) {
    const member = present(event, alias);
    if (member !== undefined) return member;
  }
  return present(event, 'timestamp');
};

const noTimestamp = (metric: MetricIndex | undefined): string =>
  `the event has no time: none of ${[...(metric?.timestampAliases ?? []), 'timestamp'].join(', ')} has a value`;
