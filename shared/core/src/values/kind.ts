/** The JSON kinds of a value that is there (null counts as absent). */
export type ValueKind = 'string' | 'number' | 'boolean' | 'object' | 'array';
