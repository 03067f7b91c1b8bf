import { schemaLimits } from './limits.ts';

const letterT = 84;
const letterF = 102;
const underscore = 95;
const reservedByT = /^T[0-9]+¦¦/;

/** Whether an event may not have this key and nothing may be declared under it: `^_f.*` and `^T[0-9]+¦¦.*`, kept from the original. Hot path: most names are told by their first character. */
export const isForbiddenName = (name: string): boolean => {
  const first = name.charCodeAt(0);
  if (first === underscore) return name.charCodeAt(1) === letterF;
  return first === letterT && reservedByT.test(name);
};

/** Keys of the event itself: no field can have these names. */
const ownKeys: ReadonlySet<string> = new Set(['companykey', 'metrictype', 'timestamp', 'eventid']);

// Built from code points: control characters in a pattern are easily lost on the way through editors.
const isControl = (code: number): boolean => code < 0x20 || (code >= 0x7f && code < 0xa0);

const hasControl = (name: string): boolean => {
  for (let i = 0; i < name.length; i++) if (isControl(name.charCodeAt(i))) return true;
  return false;
};

/** A name as a message shows it: quoted, escaped and cut. */
export const shown = (name: string): string =>
  JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name);

/** Why a text cannot be the name of a metric or a field, or an alias of one; undefined when it can. `what` begins the sentence. */
export const nameFault = (what: string, name: string): string | undefined => {
  if (name === '') return `${what} is empty`;
  if (!name.isWellFormed())
    return `${what} ${shown(name)} has a lone surrogate, which no UTF-8 text can hold`;
  if (hasControl(name)) return `${what} ${shown(name)} has a control character`;
  if (Buffer.byteLength(name) > schemaLimits.nameBytes)
    return `${what} ${shown(name)} is ${Buffer.byteLength(name)} bytes long; at most ${schemaLimits.nameBytes}`;
  if (isForbiddenName(name))
    return `${what} ${shown(name)} is reserved: names must not start with _f or with T<digits>¦¦`;
  return undefined;
};

/** As {@link nameFault}, for a field: the keys of the event itself are refused too. */
export const fieldNameFault = (what: string, name: string): string | undefined =>
  ownKeys.has(name)
    ? `${what} ${shown(name)} is a key of the event itself (${[...ownKeys].join(', ')}) and cannot be a field`
    : nameFault(what, name);

/** As {@link nameFault}, for a key whose value names the metric. `metrictype` may be listed, though it is always tried last. */
export const metricKeyFault = (name: string): string | undefined =>
  name === 'metrictype' ? undefined : fieldNameFault('metric key', name);

/** The names in order, each once; empty ones, which clients send for an empty input, are left out. */
export const distinctNames = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name) => name !== '')),
];

/** The first fault among the names. */
export const firstFault = (
  names: readonly string[],
  fault: (name: string) => string | undefined,
): string | undefined => {
  for (const name of names) {
    const reason = fault(name);
    if (reason !== undefined) return reason;
  }
  return undefined;
};
