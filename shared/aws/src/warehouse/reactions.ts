import type { Failure, FailureClass } from '@sluice/core/failure';
import { everyService, type Reactions } from '../shared/reaction.ts';

/** The Data API's answers to a call. */
export const dataApiReactions: Reactions = {
  ...everyService,
  ActiveStatementsExceededException: 'again',
  ActiveSessionsExceededException: 'again',
  ActiveWaitingRequestsExceededException: 'again',
  DatabaseConnectionException: 'again',
  InternalServerException: 'again',
  // "An environmental error", with status 500: nothing is said of the statements.
  BatchExecuteStatementException: 'again',
  ExecuteStatementException: 'again',
  QueryTimeoutException: 'again',
  ResourceNotFoundException: 'away',
  ValidationException: 'refused',
};

interface StatementFault {
  readonly pattern: RegExp;
  readonly code: string;
  readonly class: FailureClass;
}

/** What Redshift says of a statement that failed; the first that matches. Texts of the developer guide, not seen on a cluster by us. */
const statementFaults: readonly StatementFault[] = [
  { pattern: /\b1023\b|serializable isolation violation/i, code: 'Conflict', class: 'retryable' },
  {
    pattern: /conflict with concurrent transaction|could not serialize/i,
    code: 'Conflict',
    class: 'retryable',
  },
  { pattern: /deadlock|lock timeout|statement timeout|query timeout/i, code: 'Timeout', class: 'retryable' },
  {
    pattern: /S3ServiceException:.*(SlowDown|InternalError|503|500)/is,
    code: 'StoreAway',
    class: 'retryable',
  },
  { pattern: /connection .*(closed|reset|lost|terminated)|restart/i, code: 'Connection', class: 'retryable' },
  { pattern: /out of memory|disk full/i, code: 'Resources', class: 'retryable' },
  { pattern: /permission denied|not authorized|AccessDenied/i, code: 'Denied', class: 'ours' },
  { pattern: /does not exist|NoSuchKey/i, code: 'Missing', class: 'customer' },
  { pattern: /stl_load_errors|sys_load_error|Load into table/i, code: 'BadFile', class: 'customer' },
  { pattern: /gzip|unexpected end of file/i, code: 'BadFile', class: 'customer' },
  { pattern: /division by zero|divide by zero/i, code: 'Guard', class: 'customer' },
  {
    pattern: /exceeds DDL length|too long|out of range|overflow|invalid digit/i,
    code: 'BadValue',
    class: 'customer',
  },
];

/** The class of a failed statement, by what the warehouse says. What nobody knows is taken for our SQL. */
export const statementFailure = (message: string): Failure => {
  const fault = statementFaults.find(({ pattern }) => pattern.test(message));
  return { class: fault?.class ?? 'ours', code: fault?.code ?? 'StatementFailed', message };
};
