/**
 * What may stand in a literal of both engines as it is: no quote, no backslash (Spark), no control character, no `$` (Spark's variables), no
 * `<` (the name of the map type, which DuckDB has otherwise, wherever it stands).
 */
const plain = /^[^\p{Cc}'\\$<]+$/u;
const pieces = /[^\p{Cc}'\\$<]+|[\p{Cc}'\\$<]/gu;

/**
 * A text as an SQL expression of both engines. Spark reads `'it''s'` as `its` and takes a backslash for an escape, each silently: what is
 * not plain is written by its number.
 */
export const textLiteral = (text: string): string => {
  if (text === '') return "''";
  if (plain.test(text)) return `'${text}'`;
  const parts = (text.match(pieces) ?? []).map((piece) =>
    plain.test(piece) ? `'${piece}'` : `chr(${piece.codePointAt(0) ?? 0})`,
  );
  return `(${parts.join(' || ')})`;
};

/** A name in quotes; ids of ours alone, never a sent name. Throws for anything else. */
export const identifier = (id: string): string => {
  if (!/^[a-z_][a-z0-9_]*$/i.test(id)) throw new Error(`"${id}" is no id of a column or table of ours`);
  return `"${id}"`;
};
