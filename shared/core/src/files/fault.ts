import { SluiceError } from '../failure/index.ts';

/** A file cannot be read, or not to its end: the customer's fault. The message says why and what to do. */
export class FileFault extends SluiceError {
  override readonly name = 'FileFault';

  constructor(code: string, message: string, options?: ErrorOptions) {
    super({ class: 'customer', code, message }, options);
  }
}
