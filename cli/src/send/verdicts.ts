import { elementsOf, membersOf, parsed, textOf } from '../client/call.ts';
import { CliFailure } from '../failure.ts';

/** What the front door says of one event (API.md 2). */
export interface Verdict {
  readonly status: 'accepted' | 'accepted-with-warning' | 'rejected' | 'retry';
  readonly code: string;
  readonly message: string;
}

const statusOf = (text: string): Verdict['status'] | undefined => {
  switch (text) {
    case 'accepted':
    case 'accepted-with-warning':
    case 'rejected':
    case 'retry':
      return text;
    default:
      return undefined;
  }
};

const verdictOf = (record: unknown): Verdict => {
  const status = statusOf(textOf(record, 'status') ?? '');
  if (status === undefined)
    throw new CliFailure(
      `the answer holds a verdict that is not known: ${JSON.stringify(record).slice(0, 200)}`,
    );
  return {
    status,
    code: textOf(record, 'ErrorCode') ?? '',
    message: textOf(record, 'ErrorMessage') ?? '',
  };
};

/** The verdicts of an answer, one for each event sent. */
export const readVerdicts = (text: string, sent: number): readonly Verdict[] => {
  const records = elementsOf(membersOf(parsed(text)).get('records'));
  if (records.length !== sent)
    throw new CliFailure(`the answer holds ${records.length} verdicts for ${sent} events; is it a Sluice?`);
  return records.map(verdictOf);
};
