import { isRawLine } from './generated/validators.cjs';
import { isTenantId, type TenantId } from '../layout/ids.ts';

/** What all lines of one record share. */
export interface RawEnvelope {
  readonly tenant: TenantId;
  readonly device: string;
  readonly recordId: string;
  /** Arrival, epoch ms. */
  readonly receivedAt: number;
}

const eventMember = ',"event":';

/** A raw line with its line end. `event` is the event as sent, on one line. */
export const writeRawLine = (envelope: RawEnvelope, index: number, event: string): string =>
  `{"v":1,"tenant":"${envelope.tenant}","device":${JSON.stringify(envelope.device)},"recordId":"${envelope.recordId}"` +
  `,"index":${index},"receivedAt":${envelope.receivedAt}${eventMember}${event}}\n`;

export interface RawParts extends RawEnvelope {
  readonly index: number;
  /** As sent. */
  readonly event: string;
}

/** The parts of a raw line, the event left as text; undefined when it is no raw line. */
export const readRawLine = (line: string): RawParts | undefined => readByOrder(line) ?? readByParsing(line);

/** The order in which {@link writeRawLine} writes; reading by it takes an eighth of the time of parsing and validating. */
const order =
  /^\{"v":1,"tenant":"([0-9A-HJKMNP-TV-Z]{26})","device":"([^"\\]+)","recordId":"([0-9A-Za-z]{26})","index":(\d+),"receivedAt":(\d+),"event":\{/;

const readByOrder = (line: string): RawParts | undefined => {
  const match = order.exec(line);
  const [head = '', tenant = '', device, recordId, index, receivedAt] = match ?? [];
  if (device === undefined || recordId === undefined || !isTenantId(tenant) || !line.endsWith('}}'))
    return undefined;
  return {
    tenant,
    device,
    recordId,
    index: Number(index),
    receivedAt: Number(receivedAt),
    event: line.slice(head.length - 1, -1),
  };
};

const readByParsing = (line: string): RawParts | undefined => {
  const at = line.indexOf(`${eventMember}{`);
  if (at < 0 || !line.endsWith('}')) return undefined;
  const head = parseHead(`${line.slice(0, at)}${eventMember}{}}`);
  if (!isRawLine(head) || !isTenantId(head.tenant)) return undefined;
  const { device, recordId, index, receivedAt } = head;
  return {
    tenant: head.tenant,
    device,
    recordId,
    index,
    receivedAt,
    event: line.slice(at + eventMember.length, -1),
  };
};

const parseHead = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
