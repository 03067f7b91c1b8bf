import { readRawLine, readStagedHead, readStagedLine } from '@sluice/core/forms';
import { isTenantId, type TenantId } from '@sluice/core/layout';
import type { StreamRecord } from '@sluice/core/ports';
import { Lines, toMember } from '@sluice/core/stream';
import type { ArchiveRequest } from './request.ts';

/** A record to be put again, and how many events it holds. */
export interface Again {
  readonly record: StreamRecord;
  readonly events: number;
}

/** A line that is none of ours: its number in the member, from 0. */
export interface Unreadable {
  readonly line: number;
  readonly reason: string;
}

/** What of a gzip member goes onto the stream again. */
export interface Selected {
  readonly records: readonly Again[];
  readonly unreadable: readonly Unreadable[];
  readonly lines: number;
}

/** What a line belongs to. */
interface Head {
  readonly tenant: TenantId;
  readonly recordId: string;
  readonly receivedAt: number;
}

/** Lines that go into one record. */
interface Group {
  readonly head: Head;
  readonly lines: Lines;
}

const stagedHead = (line: string): Head | undefined => {
  const head = readStagedHead(line) ?? readStagedLine(line);
  if (head === undefined || !isTenantId(head.tenant)) return undefined;
  return { tenant: head.tenant, recordId: head.recordId, receivedAt: head.receivedAt };
};

/**
 * A raw record is of one tenant and one record id, and its lines stay together: the ledger of accepted events counts a record by its id,
 * whole. Staged records hold lines of many, of one tenant.
 */
const forms = {
  raw: { read: readRawLine, groupOf: ({ tenant, recordId }: Head) => `${tenant}${recordId}` },
  staged: { read: stagedHead, groupOf: ({ tenant }: Head) => tenant },
} as const;

const utf8 = new TextDecoder('utf-8', { fatal: true });

const decoded = (bytes: Uint8Array): string | undefined => {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
};

function* linesOf(data: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < data.length;) {
    const found = data.indexOf(10, from);
    const end = found < 0 ? data.length : found;
    yield data.subarray(from, end);
    from = end + 1;
  }
}

const isWanted = ({ tenant, receivedAt }: Head, request: ArchiveRequest): boolean =>
  receivedAt >= request.from &&
  receivedAt < request.to &&
  (request.tenant === undefined || tenant === request.tenant);

/** One member on its way to records. */
class Selecting {
  readonly #request: ArchiveRequest;
  readonly #groups = new Map<string, Group>();
  readonly #unreadable: Unreadable[] = [];
  #lines = 0;
  #isWhole = true;

  constructor(request: ArchiveRequest) {
    this.#request = request;
  }

  take(bytes: Uint8Array): void {
    const line = this.#lines++;
    if (bytes.length === 0) return;
    const { read, groupOf } = forms[this.#request.stage];
    const text = decoded(bytes);
    const head = text === undefined ? undefined : read(text);
    if (text === undefined || head === undefined) {
      const reason = text === undefined ? 'the line is not UTF-8' : `it is no ${this.#request.stage} line`;
      this.#unreadable.push({
        line,
        reason: text === undefined ? reason : `${reason}: ${text.slice(0, 100)}`,
      });
    } else if (isWanted(head, this.#request)) this.#groupFor(groupOf(head), head).lines.add(`${text}\n`);
    else this.#isWhole = false;
  }

  #groupFor(key: string, head: Head): Group {
    const group = this.#groups.get(key) ?? { head, lines: new Lines() };
    this.#groups.set(key, group);
    return group;
  }

  /** A member that goes again whole is put as it is: no compressing, and the same bytes. */
  done(member: Uint8Array): Selected {
    const isSame = this.#isWhole && this.#groups.size === 1 && this.#unreadable.length === 0;
    // A line that is damaged was accepted as well: the ledger is to be told the same number as before.
    const accepted = this.#groups.size === 1 ? this.#unreadable.length : 0;
    const records = [...this.#groups.values()].map((group) =>
      againOf(this.#request, group, isSame ? member : toMember(group.lines.bytes()), accepted),
    );
    return { records, unreadable: this.#unreadable, lines: this.#lines };
  }
}

const againOf = (
  { stage }: ArchiveRequest,
  { head, lines }: Group,
  data: Uint8Array,
  accepted: number,
): Again => {
  const { tenant, recordId, receivedAt } = head;
  const events = lines.count;
  const record = { partitionKey: `${tenant}${recordId}`, data };
  if (stage === 'staged') return { record, events };
  return {
    record: { ...record, tally: { tenant, recordId, receivedAt, events: events + accepted } },
    events,
  };
};

/**
 * Picks what was asked for out of a gzip member of an archive. Every line keeps its identity: tenant, recordId, index and receivedAt are in it.
 * @param member the gzip member
 * @param data what it holds
 */
export const select = (member: Uint8Array, data: Uint8Array, request: ArchiveRequest): Selected => {
  const selecting = new Selecting(request);
  for (const line of linesOf(data)) selecting.take(line);
  return selecting.done(member);
};
