/**
 * The longest line of the archive that an engine is given, bytes: engines hold a line whole, in several copies. The longest of ours is some
 * three times the front door's largest event (999,488 bytes): `"a":1,` becomes `"a":["number","1"],`, and a quote within a text takes two bytes.
 */
export const archiveLineBytes = 4 * 1024 * 1024;

const newline = 10;

/** Sees the longest line of content that comes in parts of any size, in the memory of a number. */
export class LongLines {
  #open = 0;

  /** Takes the next part; why a line is too long, or undefined. */
  faultIn(part: Uint8Array): string | undefined {
    for (let from = 0; from < part.length;) {
      const found = part.indexOf(newline, from);
      this.#open += (found < 0 ? part.length : found) - from;
      if (this.#open > archiveLineBytes) return `a line of it is longer than ${archiveLineBytes} bytes`;
      if (found < 0) return undefined;
      this.#open = 0;
      // A line that begins and ends within so few bytes is not long: only the last of them matters.
      from = part.length - from <= archiveLineBytes ? part.lastIndexOf(newline) + 1 : found + 1;
    }
    return undefined;
  }
}
