import { SqlError, type SqlValue } from '../sql-session.ts';
import { fromBinary, fromText } from './from-binary.ts';
import type { BodyReader } from './reader.ts';
import { formatsOf } from './results.ts';
import type { Prepared } from './shelf.ts';

/** Parameters and result formats of a Bind message. */
export interface Bound {
  readonly parameters: readonly SqlValue[];
  /** One for each column, 1 is binary. */
  readonly formats: readonly number[];
}

const checkFormat = (format: number): number => {
  if (format !== 0 && format !== 1) throw new SqlError('22023', `unsupported format code: ${format}`);
  return format;
};

const rawValue = (reader: BodyReader): Buffer | null => {
  const length = reader.int32();
  return length === -1 ? null : reader.bytes(length);
};

const checkCounts = (formats: number, values: number, wanted: number): void => {
  if (formats > 1 && formats !== values)
    throw new SqlError('08P01', `bind message has ${formats} parameter formats but ${values} parameters`);
  if (values !== wanted)
    throw new SqlError(
      '08P01',
      `bind message supplies ${values} parameters, but the statement requires ${wanted}`,
    );
};

/** Reads what follows the names in a Bind message. Throws SqlError 08P01 for counts that do not fit, 22023 for a format that is none, 22P03 and 22021 for bytes that are no value. */
export const bindValues = (reader: BodyReader, { statement, declared }: Prepared): Bound => {
  const formats = reader.list(() => checkFormat(reader.int16()));
  const values = reader.list(() => rawValue(reader));
  const results = reader.list(() => checkFormat(reader.int16()));
  checkCounts(formats.length, values.length, statement?.parameterCount ?? 0);
  const parameters = values.map((bytes, i) => {
    if (bytes === null) return null;
    const format = formats.length === 1 ? formats[0] : formats[i];
    return format === 1 ? fromBinary(declared[i] ?? 0, bytes) : fromText(declared[i] ?? 0, bytes);
  });
  return { parameters, formats: formatsOf(statement?.columns ?? [], results) };
};
