/** Enough of SQL's surface to find statements, quoted names and the words of a client's chatter. What is allowed is decided on the parse tree, never here. */
export type TokenKind = 'word' | 'quoted' | 'string' | 'number' | 'symbol' | 'parameter';

export interface Token {
  readonly kind: TokenKind;
  /** Words as written, quoted names and strings without their quotes. */
  readonly text: string;
  /** Character offsets in the statement, end excluded. */
  readonly start: number;
  readonly end: number;
}

const blank = /(?:\s|--[^\n]*)+/y;
const patterns: readonly (readonly [TokenKind | 'escape' | 'dollar', RegExp])[] = [
  ['escape', /[eE]'((?:[^'\\]|\\[\s\S]|'')*)'/y],
  ['string', /'((?:[^']|'')*)'/y],
  ['quoted', /"((?:[^"]|"")*)"/y],
  ['dollar', /\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y],
  ['parameter', /\$(\d+)/y],
  ['word', /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y],
  ['number', /(?:\d[\d_]*\.?[\d_]*|\.\d+)(?:[eE][+-]?\d+)?/y],
];

/** The offset after a comment that starts here; comments nest. -1 when it never ends. */
const afterComment = (sql: string, start: number): number => {
  let depth = 0;
  for (let at = start; at < sql.length; at++) {
    const two = sql.slice(at, at + 2);
    if (two === '/*') depth++;
    if (two === '*/' && --depth === 0) return at + 2;
    if (two === '/*' || two === '*/') at++;
  }
  return -1;
};

/** What ended without its end: a string, a quoted name, a comment. */
export interface Unterminated {
  readonly what: string;
  readonly at: number;
}

const unquote = (kind: TokenKind | 'escape' | 'dollar', inner: string): string =>
  kind === 'quoted' ? inner.replaceAll('""', '"') : inner.replaceAll("''", "'");

const match = (sql: string, at: number): Token | Unterminated => {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const found = pattern.exec(sql);
    if (found === null) continue;
    if (kind === 'dollar') {
      const close = sql.indexOf(found[0], pattern.lastIndex);
      if (close < 0) return { what: 'dollar-quoted string', at };
      const text = sql.slice(pattern.lastIndex, close);
      return { kind: 'string', text, start: at, end: close + found[0].length };
    }
    const inner = found[1];
    const text = inner === undefined ? found[0] : unquote(kind, inner);
    return { kind: kind === 'escape' ? 'string' : kind, text, start: at, end: pattern.lastIndex };
  }
  const char = sql.charAt(at);
  if (char === "'") return { what: 'string', at };
  if (char === '"') return { what: 'quoted name', at };
  return { kind: 'symbol', text: char, start: at, end: at + 1 };
};

/** All tokens of a text, comments and blanks left out; the place of the first that does not end, if one does not. */
export const lex = (
  sql: string,
): { readonly tokens: readonly Token[]; readonly unterminated?: Unterminated } => {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    blank.lastIndex = at;
    if (blank.test(sql)) {
      at = blank.lastIndex;
      continue;
    }
    if (sql.startsWith('/*', at)) {
      const end = afterComment(sql, at);
      if (end < 0) return { tokens, unterminated: { what: 'comment', at } };
      at = end;
      continue;
    }
    const token = match(sql, at);
    if ('what' in token) return { tokens, unterminated: token };
    tokens.push(token);
    at = token.end;
  }
  return { tokens };
};

/** True when the token is this word, in any case and not quoted. */
export const isWord = (token: Token | undefined, ...words: readonly string[]): boolean =>
  token?.kind === 'word' && words.includes(token.text.toLowerCase());
