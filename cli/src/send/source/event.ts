import { isUtf8 } from 'node:buffer';
import { scanEvent, SyntaxFault, type ScannedEvent } from '@sluice/core/event';
import { limits } from '@sluice/core/layout';
import type { Piece } from './piece.ts';

/** The text of an event as it will be sent, or why it cannot be. */
export type Event = { readonly text: string } | { readonly fault: string };

const metricKey = 'metrictype';

/** Names the metric of an event that names none. */
const named = (text: string, { kind, start, members }: ScannedEvent, metric: string): string => {
  if (kind !== 'object') return text;
  const own = members.find(({ name }) => name === metricKey);
  const value = JSON.stringify(metric);
  if (own === undefined)
    return `${text.slice(0, start + 1)}"${metricKey}":${value}${members.length > 0 ? ',' : ''}${text.slice(start + 1)}`;
  return own.kind === 'null' ? text.slice(0, own.start) + value + text.slice(own.end) : text;
};

/**
 * Checks a piece by the front door's own rules, since a request with one event that is no JSON is refused whole.
 * @param metric the metric of events that name none in `metrictype`
 */
export const eventOf = (piece: Piece, metric: string | undefined): Event => {
  if (piece.fault !== undefined) return { fault: piece.fault };
  if (piece.bytes.length > limits.eventBytes)
    return { fault: `it is longer than the ${limits.eventBytes} bytes that an event may have` };
  if (!isUtf8(piece.bytes)) return { fault: 'it is not UTF-8; convert the file first' };
  const text = piece.bytes.toString('utf8');
  try {
    const scanned = scanEvent(text);
    return { text: metric === undefined ? text : named(text, scanned, metric) };
  } catch (error) {
    if (error instanceof SyntaxFault) return { fault: `it is not JSON as it can be sent: ${error.message}` };
    throw error;
  }
};
