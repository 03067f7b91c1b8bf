const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What terminals show over two columns: East Asian wide characters and pictures. */
const wide =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u;

/** Only printable ASCII, which is what most cells are. */
const plain = /^[\x20-\x7e]*$/;

/** How many columns of a terminal a text takes. */
export const widthOf = (text: string): number => {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += wide.test(segment) ? 2 : 1;
  return width;
};

/** A text with its control characters written out: what a tenant sent must not steer the reader's terminal, nor break a table. */
export const printable = (text: string): string =>
  // eslint-disable-next-line no-control-regex -- these are what it is about
  text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (char) => {
    if (char === '\n') return '\\n';
    if (char === '\t') return '\\t';
    if (char === '\r') return '\\r';
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });

/** Cut to so many columns, with an ellipsis where something was cut. */
export const cut = (text: string, columns: number): string => {
  if (widthOf(text) <= columns) return text;
  let out = '';
  let width = 0;
  for (const { segment } of graphemes.segment(text)) {
    width += wide.test(segment) ? 2 : 1;
    if (width >= columns) break;
    out += segment;
  }
  return `${out}…`;
};
