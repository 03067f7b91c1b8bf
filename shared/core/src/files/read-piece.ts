import { isUtf8 } from 'node:buffer';
import { scanEvent, SyntaxFault } from '../event/index.ts';
import { findRefusal, type Reason } from '../interpret/index.ts';
import type { Piece } from './piece.ts';

const notUtf8 = { code: 'NotUtf8', reason: 'it is not UTF-8; convert the file first' };

/**
 * The event of a piece, on one line, by the front door's own rules; or why it is refused: no JSON, no object, too large, a reserved name.
 * What the schema says is left to the validate stage.
 */
export const readPiece = ({ bytes, fault }: Piece): { readonly text: string } | Reason => {
  if (fault !== undefined) return fault;
  if (!isUtf8(bytes)) return notUtf8;
  try {
    const event = scanEvent(bytes.toString('utf8'));
    const refusal = findRefusal(event);
    if (refusal !== undefined) return refusal;
    const text = event.text.slice(event.start, event.end);
    // Between tokens; inside of strings JSON has line ends escaped.
    return { text: event.multiline ? text.replaceAll(/[\r\n]/g, ' ') : text };
  } catch (error) {
    if (error instanceof SyntaxFault) return { code: error.code, reason: `it is no JSON: ${error.message}` };
    throw error;
  }
};
