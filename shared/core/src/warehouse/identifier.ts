import { SluiceError } from '../failure/index.ts';

declare const identifierBrand: unique symbol;
/** A name as it stands in a statement, quoted. Made here alone: what is not of this type does not get into SQL as a name. */
export type Identifier = string & { readonly [identifierBrand]: true };

declare const literalBrand: unique symbol;
/** A text constant as it stands in a statement, quoted. Made here alone. */
export type Literal = string & { readonly [literalBrand]: true };

/** Longer names are cut by Redshift without a word (AWS-FACTS 1.8), so that two would become one. */
export const identifierBytes = 127;

const isIdentifier = (text: string): text is Identifier => text.startsWith('"') && text.endsWith('"');
const isLiteral = (text: string): text is Literal => text.startsWith("'") && text.endsWith("'");

const bad = (what: string, text: string): SluiceError =>
  new SluiceError({
    class: 'ours',
    code: 'BadName',
    message: `${JSON.stringify(text.slice(0, 200))} ${what}`,
  });

const quote = (text: string): Identifier => {
  const quoted = `"${text.replaceAll('"', '""')}"`;
  if (isIdentifier(quoted)) return quoted;
  throw bad('cannot be quoted', text);
};

/** A name of ours: a schema, table or column. Throws SluiceError `BadName` for anything but a-z 0-9 _ that starts with a letter or `_`. */
export const identifier = (text: string): Identifier => {
  if (/^[a-z_][a-z0-9_]{0,126}$/.test(text)) return quote(text);
  throw bad('is no name of ours: 1 to 127 of a-z 0-9 _', text);
};

/** A name that people chose, cut before (`view-names.ts`). Throws SluiceError `BadName` beyond 127 bytes, and for control characters. */
export const shownIdentifier = (text: string): Identifier => {
  if (text !== '' && Buffer.byteLength(text) <= identifierBytes && !/\p{Cc}/u.test(text)) return quote(text);
  throw bad('cannot be a name in the warehouse: 1 to 127 bytes without control characters', text);
};

/** `"schema"."table"` */
export const within = (schema: Identifier, name: Identifier): Identifier => {
  const both = `${schema}.${name}`;
  if (isIdentifier(both)) return both;
  throw bad('cannot be a name', both);
};

/**
 * A text constant of plain characters. Redshift may read a backslash as an escape, so that nothing that people wrote is ever one.
 * Throws SluiceError `BadName`.
 */
export const literal = (text: string): Literal => {
  const quoted = `'${text}'`;
  if (/^[A-Za-z0-9._=!+#/: -]*$/.test(text) && isLiteral(quoted)) return quoted;
  throw bad('is no plain text: A-Z a-z 0-9 . _ = ! + # / : - and blanks', text);
};

/** A path of this machine, for DuckDB, where a backslash is a backslash. Throws SluiceError `BadName` for NUL. */
export const pathLiteral = (path: string): Literal => {
  const quoted = `'${path.replaceAll("'", "''")}'`;
  if (!path.includes('\0') && isLiteral(quoted)) return quoted;
  throw bad('is no path', path);
};
