import type { Failure, FailureClass } from './index.ts';

/** Base of all errors that this package throws on purpose. The message holds the offending value and what is possible. */
export class SluiceError extends Error {
  override readonly name: string = 'SluiceError';
  readonly code: string;
  readonly class: FailureClass;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options);
    this.code = failure.code;
    this.class = failure.class;
  }
}

/** A dependency is down, full or throttling: nothing happened, or it is unknown whether it did. Retry. */
export class OutOfService extends SluiceError {
  override readonly name = 'OutOfService';

  constructor(message: string, options?: ErrorOptions) {
    super({ class: 'retryable', code: 'ServiceUnavailable', message }, options);
  }
}
