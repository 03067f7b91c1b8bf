import { SluiceError } from '../failure/index.ts';

/** The request is not what API.md 2 allows as JSON. `position` counts bytes of the UTF-8 body from 0. */
export class SyntaxFault extends SluiceError {
  override readonly name = 'SyntaxFault';
  readonly position: number;

  constructor(what: string, text: string, at: number) {
    const position = Buffer.byteLength(text.slice(0, at));
    super({ class: 'customer', code: 'InvalidJson', message: `${what} at byte ${position}` });
    this.position = position;
  }
}
