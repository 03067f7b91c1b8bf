import { Refusal } from '@sluice/core/http';
import type { Verdict } from './judge.ts';

/** A verdict, and the code of the stream's failure if it did not take the event this time. */
export interface Answered {
  readonly verdict: Verdict;
  readonly refusedBy: string | undefined;
}

/** The exact answer of `stream/events`: an entry per event, in order. */
export const answerEvents = (answered: readonly Answered[]): string => {
  let failed = 0;
  let records = '';
  for (const { verdict, refusedBy } of answered) {
    if (records !== '') records += ',';
    const retry = refusedBy !== undefined;
    if (retry || verdict.status === 'rejected') failed++;
    records += retry
      ? entry(
          refusedBy,
          'the stream did not take the event this time: send it again',
          verdict.eventId,
          'retry',
        )
      : entry(verdict.code, verdict.message, verdict.eventId, verdict.status);
  }
  return `{"failedRecordCount":${failed},"records":[${records}]}`;
};

/** A message that shows a cut text may end in half a character, which strict parsers refuse. */
const entry = (code: string | null, message: string | null, eventId: string | null, status: string): string =>
  `{"ErrorCode":${JSON.stringify(code)},"ErrorMessage":${JSON.stringify(message?.toWellFormed() ?? null)},"eventId":${JSON.stringify(eventId)},"status":"${status}"}`;

/** The answer of `stream/event`: `{}`, or a refusal of the whole request. */
export const answerEvent = (answered: readonly Answered[]): string => {
  const verdict = answered[0]?.verdict;
  if (verdict?.status !== 'rejected') return '{}';
  throw new Refusal(
    verdict.code === 'EventTooLarge' ? 413 : 400,
    verdict.message ?? 'the event cannot be stored',
  );
};
