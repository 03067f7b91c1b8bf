import type { Failure } from '@sluice/core/failure';

/**
 * What to do when a service turns something down.
 *
 * - `again`: it may pass in a moment; send again, within the budget
 * - `away`: it will not pass in a moment (no permission, no such stream): the caller tries later, nothing is lost
 * - `refused`: the request itself is at fault, so that sending it again cannot help
 */
export type Reaction = 'again' | 'away' | 'refused';

/** The one table of an adapter: error name of its service to what to do. */
export type Reactions = Readonly<Record<string, Reaction>>;

/** Names that every service answers with, and those of sockets, name resolution and the SDK. An adapter's table begins with these. */
export const everyService: Reactions = {
  Throttling: 'again',
  ThrottlingException: 'again',
  ThrottledException: 'again',
  TooManyRequestsException: 'again',
  RequestLimitExceeded: 'again',
  ServiceUnavailable: 'again',
  ServiceUnavailableException: 'again',
  InternalFailure: 'again',
  InternalServerError: 'again',
  InternalError: 'again',
  RequestTimeout: 'again',
  RequestTimeoutException: 'again',
  TimeoutError: 'again',
  AbortError: 'again',
  ECONNRESET: 'again',
  ECONNREFUSED: 'again',
  EPIPE: 'again',
  ETIMEDOUT: 'again',
  EAI_AGAIN: 'again',
  ENOTFOUND: 'again',
  EHOSTUNREACH: 'again',
  // Credentials are being rotated: the provider has fresh ones soon.
  ExpiredToken: 'again',
  ExpiredTokenException: 'again',
  RequestExpired: 'again',
  RequestTimeTooSkewed: 'again',
  CredentialsProviderError: 'away',
  AccessDenied: 'away',
  AccessDeniedException: 'away',
  UnrecognizedClientException: 'away',
  InvalidSignatureException: 'away',
  OptInRequired: 'away',
};

/** What a service said of a whole call or of one entry. */
export interface Fault {
  readonly reaction: Reaction;
  /** The service's name for it, or the socket's code. */
  readonly code: string;
  readonly message: string;
}

/** A fault's class: only what the request itself is at fault for is ours; an outage never is. */
export const failureOf = (what: string, { reaction, code, message }: Fault): Failure => ({
  class: reaction === 'refused' ? 'ours' : 'retryable',
  code,
  message: `${what}: ${code}: ${message}`,
});

const property = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;

const statusOf = (error: unknown): number => {
  const status = property(property(error, '$metadata'), 'httpStatusCode');
  return typeof status === 'number' ? status : 0;
};

/** For names that no table has: a server's fault passes, a too large body does not, all else is not worth a try now. */
const byStatus = (status: number): Reaction => {
  if (status >= 500 || status === 429) return 'again';
  return status === 413 ? 'refused' : 'away';
};

/** Reads what the SDK threw. Socket errors have their name in `code` (`ECONNRESET`), all others in `name`. */
export const faultOf = (error: unknown, table: Reactions): Fault => {
  const names = [property(error, 'name'), property(error, 'code')].filter((name) => typeof name === 'string');
  const code = names.find((name) => Object.hasOwn(table, name)) ?? names[0] ?? 'UnknownError';
  const message = error instanceof Error ? error.message : String(error);
  return { reaction: table[code] ?? byStatus(statusOf(error)), code, message };
};
