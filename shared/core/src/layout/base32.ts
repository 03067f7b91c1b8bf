const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The first 128 bits in Crockford base32: 26 characters, left-padded with two zero bits, as in a ULID. */
export const encodeBase32 = (bytes: Uint8Array): string => {
  let bits = 0;
  let held = 2; // the two padding bits
  let out = '';
  for (let i = 0; i < 16; i++) {
    bits = ((bits << 8) | (bytes[i] ?? 0)) & 0xffff;
    held += 8;
    while (held >= 5) {
      held -= 5;
      out += alphabet.charAt((bits >> held) & 31);
    }
  }
  return out;
};
