/** RFC 3986's unreserved characters: all that a canonical request leaves as they are. */
const isUnreserved = /^[A-Za-z0-9._~-]$/;

/** What each byte becomes: itself, or its percent-escape with upper-case digits. */
const escapes = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  return isUnreserved.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});

/** The value of a hexadecimal digit by its byte; NaN for every other byte. */
const digits = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  return /^[0-9A-Fa-f]$/.test(character) ? parseInt(character, 16) : NaN;
});

const digitAt = (bytes: Uint8Array, at: number): number => digits[bytes[at] ?? 0] ?? NaN;

/** Percent-encodes the UTF-8 bytes of a text; a percent sign is a character like any other (`%3D` becomes `%253D`). */
export const encode = (text: string): string => {
  let out = '';
  for (const byte of Buffer.from(text, 'utf8')) out += escapes[byte] ?? '';
  return out;
};

/**
 * Percent-decodes, then percent-encodes, byte for byte: the one form of a text that may be escaped in part (`%c3%a9`, `~`, `%7E`).
 * A plus sign is a plus sign, and a percent sign that starts no escape is encoded.
 */
export const recode = (text: string): string => {
  const bytes = Buffer.from(text, 'utf8');
  let out = '';
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    const escaped = byte === 0x25 ? digitAt(bytes, at + 1) * 16 + digitAt(bytes, at + 2) : NaN;
    if (Number.isNaN(escaped)) out += escapes[byte] ?? '';
    else {
      out += escapes[escaped] ?? '';
      at += 2;
    }
  }
  return out;
};
