import { scanEvent, SyntaxFault } from '../event/index.ts';
import { Refusal } from './answer.ts';

/**
 * Parses the JSON of a call's body. It is scanned first, which is stricter than JSON.parse (duplicate keys, lone surrogates, a byte order
 * mark, depth, key length) and tells the position (API.md 8).
 * @throws Refusal 400
 */
export const parseJson = (text: string): unknown => {
  try {
    scanEvent(text);
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxFault) throw new Refusal(400, `the body is not JSON: ${error.message}`);
    throw error;
  }
};
