import type { Member } from '../event/index.ts';
import { quoted } from '../event/quoted.ts';
import type { FieldIndex, MetricIndex } from '../tenant-schema/index.ts';
import { convert } from '../values/index.ts';
import { textOf } from './interpret.ts';
import type { Notice } from './outcome.ts';

interface Candidate {
  readonly member: Member;
  readonly field: FieldIndex;
}

/** Sorts the values of one event into typed fields and text. */
export class Reading {
  readonly #text: string;
  readonly #metric: MetricIndex | undefined;
  readonly #candidates: Candidate[] = [];
  readonly #notices: Notice[] = [];
  #fields = '';
  #unknown = '';

  constructor(text: string, metric: MetricIndex | undefined) {
    this.#text = text;
    this.#metric = metric;
  }

  add(member: Member): void {
    if (member.kind === 'null') return;
    const field = this.#metric?.field(member.name);
    if (field === undefined) this.#keepAsText(member);
    else this.#candidates.push({ member, field });
  }

  /** JSON texts of the objects `fields` and `unknown`, and what did not fit. */
  done(): { readonly fields: string; readonly unknown: string; readonly notices: readonly Notice[] } {
    for (const candidate of this.#candidates) {
      if (this.#isPreceded(candidate)) this.#keepAsText(candidate.member);
      else this.#convert(candidate);
    }
    return { fields: `{${this.#fields}}`, unknown: `{${this.#unknown}}`, notices: this.#notices };
  }

  /** Two aliases of one field in one event: the first in the field's order is the value, the other stays text. */
  #isPreceded({ field }: Candidate): boolean {
    return this.#candidates.some((other) => other.field.id === field.id && other.field.rank < field.rank);
  }

  #convert({ member, field }: Candidate): void {
    if (member.kind === 'null') return;
    const converted = convert(field.type, member.kind, textOf(this.#text, member));
    if (converted.ok) {
      this.#fields += `${this.#fields === '' ? '' : ','}"${field.id}":${converted.json}`;
      return;
    }
    this.#keepAsText(member);
    const reason = `${member.name}: ${converted.reason}; kept as text`;
    this.#notices.push({ field: member.name, code: 'FieldType', reason });
  }

  #keepAsText({ name, kind, start, end }: Member): void {
    const sent = this.#text.slice(start, end);
    if (this.#unknown !== '') this.#unknown += ',';
    this.#unknown += `${quoted(name)}:["${kind}",${textAsJson(sent, kind)}]`;
  }
}

/** A string as it was sent; numbers and literals hold nothing that would need an escape. */
const textAsJson = (sent: string, kind: Member['kind']): string => {
  if (kind === 'string') return sent;
  return kind === 'object' || kind === 'array' ? JSON.stringify(sent) : `"${sent}"`;
};
