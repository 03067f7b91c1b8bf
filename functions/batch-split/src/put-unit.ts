import { asText } from '@sluice/core/errors';
import { OutOfService, SluiceError, type Outcome } from '@sluice/core/failure';
import { refusedIdOf, type LineError, type SplitFile } from '@sluice/core/files';
import type { ErrorRecord } from '@sluice/core/forms';
import type { TenantId } from '@sluice/core/layout';
import type { Refused } from './gather.ts';
import type { Packed } from './pack.ts';
import type { SplitServices } from './services.ts';

/** The status shows so much of a reason. */
const shownCharacters = 200;

const lineErrorOf = ({ offset, line, code, reason }: Refused): LineError => ({
  offset,
  line,
  code,
  message: reason.slice(0, shownCharacters).toWellFormed(),
});

/** Its record id is none of the stream's: the books count those, and this event never was accepted. */
const errorRecordOf = (
  tenant: TenantId,
  { id, file, receivedAt }: SplitFile,
  { offset, line, code, reason, bytes }: Refused,
  handledAt: number,
): ErrorRecord => ({
  v: 1,
  tenant,
  stage: 'raw',
  kind: 'malformed',
  code,
  reason: `line ${line} of the file ${file}: ${reason}`.toWellFormed(),
  recordId: refusedIdOf(tenant, id, offset),
  index: 0,
  receivedAt,
  handledAt,
  ...asText(bytes),
});

const requireOk = (outcomes: readonly Outcome[], what: string): void => {
  for (const outcome of outcomes) {
    if (outcome.ok) continue;
    const { failure } = outcome;
    throw failure.class === 'retryable'
      ? new OutOfService(`${what}: ${failure.message}`)
      : new SluiceError({ ...failure, message: `${what}: ${failure.message}` });
  }
};

/**
 * Makes the effects of a unit: the error records of what was refused, the first of them in the status, and the record on the raw stream.
 * Again is the same again. Durable when it resolves; throws OutOfService.
 */
export const putUnit = async (
  tenant: TenantId,
  file: SplitFile,
  { record, refused }: Packed,
  { states, errors, stream, clock }: SplitServices,
): Promise<void> => {
  if (refused.length > 0) {
    await states.keepErrors(tenant, file.id, refused.map(lineErrorOf));
    const handledAt = clock.now();
    const outcomes = await errors.put(refused.map((one) => errorRecordOf(tenant, file, one, handledAt)));
    requireOk(outcomes, 'the error store did not take refused lines of a file');
  }
  if (record === undefined) return;
  const [outcome] = await stream.put([record]);
  if (outcome?.ok === true) return;
  requireOk([outcome ?? { ok: false, failure: noOutcome }], 'the raw stream did not take a record of a file');
};

const noOutcome = {
  class: 'retryable',
  code: 'NoOutcome',
  message: 'there was no outcome',
} as const;
