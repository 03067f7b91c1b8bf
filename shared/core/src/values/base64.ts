const alphabet = /^[A-Za-z0-9+/]*={0,2}$/;

/** Canonical base64 (RFC 4648, section 4, padded) of the bytes that the text stands for, padded or not; undefined when it is none. */
export const canonicalBase64 = (text: string): string | undefined => {
  if (!alphabet.test(text)) return undefined;
  const padded = text.endsWith('=');
  if (padded ? text.length % 4 !== 0 : text.length % 4 === 1) return undefined;
  return Buffer.from(text, 'base64').toString('base64');
};
