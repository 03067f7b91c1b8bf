import { Refusal } from '../http/answer.ts';

/** A request target cut at its first question mark; both parts as received. */
export interface Target {
  readonly path: string;
  /** Without the question mark; empty when there was none. */
  readonly query: string;
}

/** Segments of unreserved characters, none of them empty, `.` or `..`. Such a path is its own canonical form. */
const plain = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+$/;

/** True for a path that has one spelling only; the root is one. */
export const isPlainPath = (path: string): boolean => path === '/' || plain.test(path);

/** Cuts a raw request target; never decodes. */
export const splitTarget = (target: string): Target => {
  const mark = target.indexOf('?');
  return mark < 0
    ? { path: target, query: '' }
    : { path: target.slice(0, mark), query: target.slice(mark + 1) };
};

const shown = (text: string): string => JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);

const isText = (query: string): boolean => {
  try {
    decodeURIComponent(query);
    return true;
  } catch {
    return false;
  }
};

/**
 * Cuts a raw request target, and refuses with 400 one that has several spellings (empty or dot segments, a trailing slash, escapes or
 * reserved characters in the path) or whose query is not percent-encoded UTF-8. Before any verification: what is routed is what was signed.
 */
export const requirePlainTarget = (target: string): Target => {
  const parts = splitTarget(target);
  if (!isPlainPath(parts.path))
    throw new Refusal(
      400,
      `the path ${shown(parts.path)} is not plain: write it as /segments of letters, digits, '-', '.', '_' and '~', without empty or dot segments, escapes or a trailing slash`,
    );
  if (parts.query.includes('%') && !isText(parts.query))
    throw new Refusal(400, `the query ${shown(parts.query)} is not percent-encoded UTF-8`);
  return parts;
};
