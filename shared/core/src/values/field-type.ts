import { fieldTypes, type FieldType } from '../tenant-schema/index.ts';

const synonyms: Readonly<Record<string, FieldType>> = {
  STRING: 'STRING',
  VARCHAR: 'STRING',
  INTEGER: 'INTEGER',
  INT: 'INTEGER',
  SMALLINT: 'INTEGER',
  LONG: 'LONG',
  BIGINT: 'LONG',
  FLOAT: 'FLOAT',
  DOUBLE: 'DOUBLE',
  DOUBLE_PRECISION: 'DOUBLE',
  BOOLEAN: 'BOOLEAN',
  BINARY: 'BINARY',
  BYTES: 'BINARY',
};

/** Every name that {@link parseFieldType} takes, for messages. */
export const fieldTypeNames: readonly string[] = [
  ...fieldTypes,
  ...Object.keys(synonyms).filter((name) => !fieldTypes.some((type) => type === name)),
];

/** The type a name stands for, in any case, with spaces or underscores between words; undefined when it is none. */
export const parseFieldType = (name: string): FieldType | undefined => {
  const key = name
    .trim()
    .toUpperCase()
    .replaceAll(/[\s_]+/g, '_');
  return Object.hasOwn(synonyms, key) ? synonyms[key] : undefined;
};
