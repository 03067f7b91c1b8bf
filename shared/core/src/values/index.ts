export { convert, type Converted } from './convert.ts';
export { fieldTypeNames, parseFieldType } from './field-type.ts';
export type { ValueKind } from './kind.ts';
export { quoteValue } from './quote.ts';
