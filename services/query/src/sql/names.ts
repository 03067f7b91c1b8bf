/** Names of tables and columns: quoted ones match exactly, unquoted ones exactly first and then without regard to case (API.md 8). */

/** DuckDB folds ASCII letters only. */
export const fold = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

export type Match = { readonly found: string } | { readonly ambiguous: readonly string[] } | 'none';

/** Looks a name up among candidates. */
export const matchName = (name: string, quoted: boolean, candidates: Iterable<string>): Match => {
  const folded = fold(name);
  const alike = new Set<string>();
  for (const candidate of candidates) {
    if (candidate === name) return { found: name };
    if (!quoted && fold(candidate) === folded) alike.add(candidate);
  }
  const [only, ...more] = alike;
  if (only === undefined) return 'none';
  return more.length === 0 ? { found: only } : { ambiguous: [only, ...more] };
};
