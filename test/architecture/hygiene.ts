import type { SourceFile } from './repository.ts';

/** Patterns of what is one machine's or one person's and has no place in a repository. */
const unwanted: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  {
    what: 'a path of one machine',
    pattern: /(?<![\w.-])\/(?:home|Users|root|work|tmp|private\/tmp|mnt)\/[A-Za-z0-9._-]+/,
  },
  { what: 'a path of one machine', pattern: /\b[A-Z]:\\\\?Users\\/ },
  { what: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { what: 'a PKCS #8 key in base64', pattern: /\bMII[A-Za-z0-9+/]{200,}/ },
  {
    what: 'an access token',
    pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|npm_[A-Za-z0-9]{36}|xox[abp]-[\w-]{20,})\b/,
  },
  // The AWS documentation's own example ends in EXAMPLE, and so do ours.
  { what: 'an AWS access key id', pattern: /\b(?:AKIA|ASIA)(?![A-Z0-9]{9}EXAMPLE\b)[A-Z0-9]{16}\b/ },
];

/** A line for each thing in a file that must not be published. */
export const unpublishable = ({ path, text }: SourceFile): readonly string[] =>
  unwanted.flatMap(({ what, pattern }) => {
    const match = pattern.exec(text);
    if (match === null) return [];
    const line = text.slice(0, match.index).split('\n').length;
    return [`${path}:${line} holds ${what}: ${match[0].slice(0, 40)}`];
  });

/** Lines of a lock file that say where a package was fetched from: another machine fetches from its own registry. */
export const fetchedFrom = (lock: string): readonly string[] =>
  lock.split('\n').filter((line) => /"resolved": "(?:https?|git\+)/.test(line));
