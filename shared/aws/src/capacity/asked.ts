import type { ControlAnswer } from '@sluice/core/ports';

/** The one table of what a refused change means; all else is an outage, after which it is not known whether it was taken. */
const answers: ReadonlyMap<string, ControlAnswer> = new Map([
  // Kinesis: resizes of a day, shards of the account, calls a second. DynamoDB: decreases, changes of the mode, units, tables at once.
  ['LimitExceededException', 'limit-exceeded'],
  ['ResourceInUseException', 'in-use'],
  ['ResourceNotFoundException', 'not-found'],
  ['InvalidArgumentException', 'invalid'],
  ['ValidationException', 'invalid'],
]);

/** Asks for a change once, and reads the answer. What is no answer is thrown as it is. */
export const asked = async (ask: () => Promise<unknown>): Promise<ControlAnswer> => {
  try {
    await ask();
    return 'accepted';
  } catch (error) {
    const answer = error instanceof Error ? answers.get(error.name) : undefined;
    if (answer === undefined) throw error;
    return answer;
  }
};
