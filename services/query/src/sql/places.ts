import { lex, type Token } from './lexer.ts';
import { locationOf, type Node } from './tree.ts';

/** Where names of the tree stand in the statement's text, and whether they were quoted there. */
export interface Places {
  /** Position in characters, from 1. */
  position(node: Node): number | undefined;
  /** The token at a node's place. */
  token(node: Node): Token | undefined;
  /** For each part of a dotted name at a node's place: was it quoted? */
  quoted(node: Node, parts: number): readonly boolean[];
  /** The first token of this text, for errors of the engine that only tell a name. */
  find(text: string): number | undefined;
}

const offsetReader = (sql: string): ((bytes: number) => number) => {
  const bytes = Buffer.from(sql);
  return bytes.length === sql.length ? (at) => at : (at) => bytes.subarray(0, at).toString().length;
};

/** Reads the places of one statement. */
export const placesOf = (sql: string): Places => {
  const { tokens } = lex(sql);
  const byStart = new Map(tokens.map((token, index) => [token.start, index]));
  const toOffset = offsetReader(sql);
  const offset = (node: Node) => {
    const at = locationOf(node);
    return at === undefined ? undefined : toOffset(at);
  };
  const indexOf = (node: Node) => byStart.get(offset(node) ?? -1) ?? -1;
  return {
    position: (node) => {
      const at = offset(node);
      return at === undefined ? undefined : at + 1;
    },
    token: (node) => tokens[indexOf(node)],
    quoted: (node, parts) => {
      const first = indexOf(node);
      return Array.from({ length: parts }, (_, i) => first >= 0 && tokens[first + 2 * i]?.kind === 'quoted');
    },
    find: (text) => {
      const token = tokens.find((one) => one.text.toLowerCase() === text.toLowerCase());
      return token === undefined ? undefined : token.start + 1;
    },
  };
};
