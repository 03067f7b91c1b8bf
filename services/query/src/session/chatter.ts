import { SqlError, type Column, type SqlValue } from '../sql-session.ts';
import { isWord, type Token } from '../sql/lexer.ts';
import { defaultSettings, settable, timeoutMs } from './settings.ts';

/** An answer that needs no engine. */
export interface Chat {
  readonly tag: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly SqlValue[])[];
}

const silent = (tag: string): Chat => ({ tag, columns: [], rows: [] });

/** Transactions are accepted and mean nothing: every statement sees what is stored when it begins. */
const ends: Readonly<Record<string, string>> = {
  begin: 'BEGIN',
  start: 'START TRANSACTION',
  commit: 'COMMIT',
  end: 'COMMIT',
  rollback: 'ROLLBACK',
  abort: 'ROLLBACK',
  savepoint: 'SAVEPOINT',
  release: 'RELEASE',
  discard: 'DISCARD ALL',
  deallocate: 'DEALLOCATE',
  unlisten: 'UNLISTEN',
  close: 'CLOSE CURSOR',
};

const refusedName = (name: string, token: Token | undefined): never => {
  throw new SqlError('42501', `parameter "${name}" may not be set`, token && token.start + 1);
};

const checkValue = (name: string, value: string, token: Token | undefined): void => {
  const bad = (message: string): never => {
    throw new SqlError(
      '22023',
      `invalid value for parameter "${name}": "${value}"; ${message}`,
      token && token.start + 1,
    );
  };
  if (name === 'client_encoding' && !/^(utf-?8|unicode)$/i.test(value)) bad('only UTF8 is spoken here');
  if (name === 'statement_timeout' && timeoutMs(value) === undefined)
    bad('write milliseconds, or a number with ms, s, min or h');
  if (name === 'standard_conforming_strings' && !/^(on|true|1|yes)$/i.test(value)) bad('it is always on');
};

const store = (
  settings: Map<string, string>,
  name: string,
  value: string,
  token: Token | undefined,
): Chat => {
  const initial = defaultSettings[name];
  const toDefault = value.toLowerCase() === 'default';
  if (!toDefault) checkValue(name, value, token);
  settings.set(name, toDefault ? (initial ?? '') : value);
  return silent('SET');
};

const textAfter = (tokens: readonly Token[]): string => tokens.map((token) => token.text).join('');

const set = (all: readonly Token[], settings: Map<string, string>): Chat => {
  const tokens =
    isWord(all[1], 'session', 'local') && !isWord(all[2], 'characteristics', 'authorization')
      ? all.slice(2)
      : all.slice(1);
  const [first, second] = tokens;
  if (isWord(first, 'transaction') || (isWord(first, 'session') && isWord(second, 'characteristics')))
    return silent('SET');
  if (isWord(first, 'time') && isWord(second, 'zone'))
    return store(settings, 'timezone', textAfter(tokens.slice(2)), tokens[2]);
  if (isWord(first, 'names')) return store(settings, 'client_encoding', textAfter(tokens.slice(1)), second);
  const name = (first?.text ?? '').toLowerCase();
  if (first === undefined || !settable.has(name)) return refusedName(first?.text ?? '', first);
  const assigned = isWord(second, 'to') || second?.text === '=';
  if (!assigned || tokens.length < 3) throw new SqlError('42601', 'write SET name = value', first.start + 1);
  return store(settings, name, textAfter(tokens.slice(2)), tokens[2]);
};

const reset = (tokens: readonly Token[], settings: Map<string, string>): Chat => {
  const name = (tokens[1]?.text ?? '').toLowerCase();
  if (name !== 'all' && !settable.has(name)) refusedName(name, tokens[1]);
  for (const [key, value] of Object.entries(defaultSettings))
    if (name === 'all' || name === key) settings.set(key, value);
  return silent('RESET');
};

const show = (tokens: readonly Token[], settings: ReadonlyMap<string, string>): Chat | undefined => {
  const words = tokens.slice(1).map((token) => token.text.toLowerCase());
  if (words[0] === 'all') {
    const columns: readonly Column[] = ['name', 'setting', 'description'].map((name) => ({
      name,
      type: 'text' as const,
    }));
    return { tag: 'SHOW', columns, rows: [...settings].map(([name, setting]) => [name, setting, '']) };
  }
  const aliases: Readonly<Record<string, string>> = {
    'transaction isolation level': 'transaction_isolation',
    'time zone': 'timezone',
  };
  const name = aliases[words.join(' ')] ?? words[0] ?? '';
  const value = settings.get(name);
  if (value === undefined)
    throw new SqlError(
      '42704',
      `unrecognized configuration parameter "${words.join(' ')}"`,
      (tokens[1]?.start ?? 0) + 1,
    );
  return { tag: 'SHOW', columns: [{ name, type: 'text' }], rows: [[value]] };
};

/** Answers what clients say besides SELECT: SET, SHOW, RESET, BEGIN and the like. Undefined for everything else. Throws 42501 for settings that are not the client's. */
export const chat = (tokens: readonly Token[], settings: Map<string, string>): Chat | undefined => {
  const [first] = tokens;
  if (first?.kind !== 'word') return undefined;
  const word = first.text.toLowerCase();
  if (word === 'set') return set(tokens, settings);
  if (word === 'reset') return reset(tokens, settings);
  if (word === 'show') return show(tokens, settings);
  const end = ends[word];
  if (end === undefined) return undefined;
  if (word === 'discard' || word === 'deallocate')
    return silent(isWord(tokens[1], 'all') ? `${word.toUpperCase()} ALL` : end);
  return silent(end);
};
