const longest = 80;

/** An offending value for a message: quoted, cut at 80 characters. */
export const quoteValue = (text: string): string =>
  JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text);
