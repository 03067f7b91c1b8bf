import type { ScannedEvent } from '../event/index.ts';
import { limits } from '../layout/limits.ts';
import { isForbiddenName } from '../tenant-schema/index.ts';
import type { Reason } from './outcome.ts';

/** Why the front door refuses an event, whatever the schema: it is no object, too large, or has a forbidden name. */
export const findRefusal = (event: ScannedEvent): Reason | undefined => {
  if (event.kind !== 'object')
    return { code: 'NotAnObject', reason: `an event is a JSON object, this is ${describe(event)}` };
  if (isTooLarge(event))
    return { code: 'EventTooLarge', reason: `the event is larger than ${limits.eventBytes} bytes` };
  if (!event.members.some((member) => isForbiddenName(member.name))) return undefined;
  const forbidden = event.members
    .filter((member) => isForbiddenName(member.name))
    .map((member) => JSON.stringify(member.name.slice(0, 100).toWellFormed()));
  const more = forbidden.length > shownNames ? ` and ${forbidden.length - shownNames} more` : '';
  return {
    code: 'ForbiddenName',
    reason: `names that start with _f or T<digits>¦¦ are reserved: ${forbidden.slice(0, shownNames).join(', ')}${more}`,
  };
};

/** A reason names at most so many names: an event may have tens of thousands. */
const shownNames = 5;

const describe = (event: ScannedEvent): string =>
  event.kind === 'array'
    ? 'a list'
    : `the ${event.kind} ${event.text.slice(event.start, Math.min(event.end, event.start + 40))}`;

/** A character is at most three bytes: most events need no counting. */
const isTooLarge = (event: ScannedEvent): boolean =>
  (event.end - event.start) * 3 > limits.eventBytes &&
  Buffer.byteLength(event.text.slice(event.start, event.end)) > limits.eventBytes;
