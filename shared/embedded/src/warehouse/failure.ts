import type { Failure, FailureClass } from '@sluice/core/failure';

interface StatementFault {
  readonly pattern: RegExp;
  readonly code: string;
  readonly class: FailureClass;
}

/** What DuckDB says of a statement that failed; the first that matches. */
const statementFaults: readonly StatementFault[] = [
  {
    pattern: /No space left|Could not write|fsync|Too many open files/i,
    code: 'DiskFull',
    class: 'retryable',
  },
  { pattern: /^Out of Memory Error/i, code: 'Resources', class: 'retryable' },
  { pattern: /^TransactionContext Error/i, code: 'Conflict', class: 'retryable' },
  { pattern: /^Permission Error/i, code: 'Denied', class: 'ours' },
  { pattern: /^IO Error: No files found/i, code: 'Missing', class: 'customer' },
  { pattern: /Malformed JSON|GZIP|gzip|deflate|inflate/, code: 'BadFile', class: 'customer' },
  { pattern: /guard does not hold/, code: 'Guard', class: 'customer' },
  {
    pattern: /^(Conversion|Invalid Input|Constraint|Out of Range) Error/i,
    code: 'BadValue',
    class: 'customer',
  },
];

/** The class of a failed statement. What nobody knows is taken for our SQL. */
export const statementFailure = (message: string): Failure => {
  const fault = statementFaults.find(({ pattern }) => pattern.test(message));
  return { class: fault?.class ?? 'ours', code: fault?.code ?? 'StatementFailed', message };
};
