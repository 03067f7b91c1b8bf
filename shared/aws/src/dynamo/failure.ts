import { type Failure, type FailureClass, OutOfService, SluiceError } from '@sluice/core/failure';

interface Meaning {
  readonly class: FailureClass;
  readonly code: string;
  /** What a person does about it. */
  readonly hint?: string;
}

const throttled: Meaning = { class: 'retryable', code: 'Throttled' };
const denied: Meaning = {
  class: 'retryable',
  code: 'AccessDenied',
  hint: "mend the function's role or the key policy, then it works again",
};

/**
 * The one table of DynamoDB's errors (AWS-FACTS 1.5), by name. What is not in it is an outage: 5xx, time-outs, resets. An outage, a wrong
 * permission or a missing table never turns an event into an error record; only an item that DynamoDB can never take does.
 */
const meanings: ReadonlyMap<string, Meaning> = new Map([
  ['ProvisionedThroughputExceededException', throttled],
  ['ThrottlingException', throttled],
  ['RequestLimitExceeded', throttled],
  ['LimitExceededException', throttled],
  [
    'ResourceNotFoundException',
    {
      class: 'retryable',
      code: 'TableMissing',
      hint: 'only Terraform makes tables: apply it; until then the write is tried again',
    },
  ],
  ['AccessDeniedException', denied],
  ['UnrecognizedClientException', denied],
  ['ExpiredTokenException', denied],
  ['ValidationException', { class: 'ours', code: 'BadItem' }],
  ['SerializationException', { class: 'ours', code: 'BadItem' }],
]);

const unavailable: Meaning = { class: 'retryable', code: 'Unavailable' };

/** Refused for every item, whatever is in it: the table was made with other keys. */
const otherKeys: Meaning = {
  class: 'retryable',
  code: 'TableMisdeclared',
  hint: 'the table was declared with other keys than this program writes',
};
const tellsOfOtherKeys = /missing the key|key element|type mismatch for key/i;

const meaningOf = (error: Error): Meaning => {
  if (error.name === 'ValidationException' && tellsOfOtherKeys.test(error.message)) return otherKeys;
  return meanings.get(error.name) ?? unavailable;
};

/** The failure that an error of the SDK is; `what` says what was tried: `write 25 items to …`. */
export const dynamoFailure = (error: unknown, what: string): Failure => {
  if (!(error instanceof Error)) return { ...unavailable, message: `cannot ${what}: ${String(error)}` };
  const { class: kind, code, hint } = meaningOf(error);
  const message = `cannot ${what}: ${error.name}: ${error.message}${hint === undefined ? '' : `; ${hint}`}`;
  return { class: kind, code, message };
};

/** The error of a call that has no outcomes: OutOfService when trying again may help. */
export const dynamoError = (error: unknown, what: string): SluiceError => {
  if (error instanceof SluiceError) return error;
  const failure = dynamoFailure(error, what);
  return failure.class === 'retryable'
    ? new OutOfService(failure.message, { cause: error })
    : new SluiceError(failure, { cause: error });
};

/** Runs a call; what the SDK throws becomes {@link dynamoError}. */
export const answering = async <T>(what: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw dynamoError(error, what);
  }
};

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

export const isMissingTable = (error: unknown): boolean => isNamed(error, 'ResourceNotFoundException');

export const isConditionFailure = (error: unknown): boolean =>
  isNamed(error, 'ConditionalCheckFailedException');
