import { SluiceError } from '@sluice/core/failure';

/** The members of a stored document, each parsed where it is read. */
export interface Fields {
  text(name: string): string;
  number(name: string): number;
  flag(name: string): boolean;
  /** Null when it is null or absent. */
  textOrNull(name: string): string | null;
  numberOrNull(name: string): number | null;
  fieldsOrNull(name: string): Fields | null;
}

const bad = (what: string): SluiceError =>
  new SluiceError({ class: 'ours', code: 'BadState', message: `a stored document ${what}` });

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldsOf = (value: unknown): Fields => {
  if (!isObject(value)) throw bad('is no object');
  const members = new Map<string, unknown>(Object.entries(value));
  const textOrNull = (name: string): string | null => {
    const found = members.get(name) ?? null;
    if (found === null || typeof found === 'string') return found;
    throw bad(`has no text under ${name}`);
  };
  const numberOrNull = (name: string): number | null => {
    const found = members.get(name) ?? null;
    if (found === null || typeof found === 'number') return found;
    throw bad(`has no number under ${name}`);
  };
  const required = <T>(name: string, found: T | null): T => {
    if (found === null) throw bad(`lacks ${name}`);
    return found;
  };
  return {
    textOrNull,
    numberOrNull,
    text: (name) => required(name, textOrNull(name)),
    number: (name) => required(name, numberOrNull(name)),
    flag: (name) => members.get(name) === true,
    fieldsOrNull: (name) => {
      const found = members.get(name) ?? null;
      return found === null ? null : fieldsOf(found);
    },
  };
};

/** Throws SluiceError `BadState` for what is no JSON object. */
export const parseFields = (text: string): Fields => {
  try {
    return fieldsOf(JSON.parse(text));
  } catch (error) {
    if (error instanceof SluiceError) throw error;
    throw bad('is no JSON');
  }
};
