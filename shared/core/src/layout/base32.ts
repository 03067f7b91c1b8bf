const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Two characters for each ten bits: a third of the steps of one character for each five. */
const pairs = Array.from(
  { length: 1024 },
  (_, bits) => alphabet.charAt(bits >> 5) + alphabet.charAt(bits & 31),
);

/**
 * The first 128 bits in Crockford base32: 26 characters, left-padded with two zero bits, as in a ULID.
 * @param bytes one character per byte (binary, latin1), at least 16; a string because that is the fastest thing a one-shot hash can give
 */
export const encodeBase32 = (bytes: string): string => {
  let bits = 0;
  let held = 2; // the two padding bits
  let out = '';
  for (let i = 0; i < 16; i++) {
    bits = ((bits << 8) | bytes.charCodeAt(i)) & 0x3ffff;
    held += 8;
    if (held >= 10) {
      held -= 10;
      out += pairs[(bits >> held) & 1023] ?? '';
    }
  }
  return out;
};
