/** The parts of a numeric pattern: fields of fixed width, offsets, literal text, optional sections. */
export type Token =
  | { readonly kind: 'field'; readonly letter: FieldLetter }
  | { readonly kind: 'fraction'; readonly width: number }
  | { readonly kind: 'offset'; readonly style: OffsetStyle }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'optional'; readonly tokens: readonly Token[] };

export type FieldLetter = 'u' | 'M' | 'd' | 'H' | 'm' | 's';

export interface OffsetStyle {
  readonly colons: boolean;
  readonly minutes: 'required' | 'optional';
  readonly seconds: boolean;
  /** What stands for no offset; empty when nothing special does. */
  readonly zero: string;
}

const fields: Readonly<Record<string, FieldLetter>> = {
  uuuu: 'u',
  MM: 'M',
  dd: 'd',
  HH: 'H',
  mm: 'm',
  ss: 's',
};

const style = (
  colons: boolean,
  minutes: 'required' | 'optional',
  seconds: boolean,
  zero: string,
): OffsetStyle => ({
  colons,
  minutes,
  seconds,
  zero,
});

/** As java.time reads them: also the forms without seconds take seconds, except X. */
const offsets: Readonly<Record<string, OffsetStyle>> = {
  X: style(false, 'optional', false, 'Z'),
  XX: style(false, 'required', true, 'Z'),
  XXX: style(true, 'required', true, 'Z'),
  XXXX: style(false, 'required', true, 'Z'),
  XXXXX: style(true, 'required', true, 'Z'),
  xx: style(false, 'required', true, '+0000'),
  xxx: style(true, 'required', true, '+00:00'),
  Z: style(false, 'required', true, '+0000'),
  ZZ: style(false, 'required', true, '+0000'),
  ZZZ: style(false, 'required', true, '+0000'),
  ZZZZZ: style(true, 'required', true, 'Z'),
};

const letterToken = (run: string): Token | undefined => {
  const letter = Object.hasOwn(fields, run) ? fields[run] : undefined;
  if (letter !== undefined) return { kind: 'field', letter };
  if (/^S{1,9}$/.test(run)) return { kind: 'fraction', width: run.length };
  const offset = Object.hasOwn(offsets, run) ? offsets[run] : undefined;
  return offset === undefined ? undefined : { kind: 'offset', style: offset };
};

const literal = (text: string): Token => ({ kind: 'literal', text });

const pieces = /([A-Za-z])\1*|'(?:[^']|'')*'|[[\]]|[^A-Za-z'[\]{}#]/gy;

const tokenOf = (piece: string): Token | undefined => {
  if (/^[A-Za-z]/.test(piece)) return letterToken(piece);
  if (!piece.startsWith("'")) return literal(piece);
  return literal(piece === "''" ? "'" : piece.slice(1, -1).replaceAll("''", "'"));
};

/**
 * The parts of a Java pattern made only of `uuuu MM dd HH mm ss S… X… Z…`, literal text and optional sections;
 * undefined when there is anything else in it, or a section that is not closed.
 */
export const tokensOf = (pattern: string): readonly Token[] | undefined => {
  const open: Token[][] = [[]];
  let end = 0;
  for (const match of pattern.matchAll(pieces)) {
    const [piece] = match;
    end = match.index + piece.length;
    if (piece === '[') open.push([]);
    else if (piece === ']') {
      const tokens = open.pop();
      const parent = open.at(-1);
      if (tokens === undefined || parent === undefined) return undefined;
      parent.push({ kind: 'optional', tokens });
    } else {
      const token = tokenOf(piece);
      if (token === undefined) return undefined;
      open.at(-1)?.push(token);
    }
  }
  return open.length === 1 && end === pattern.length ? open[0] : undefined;
};
