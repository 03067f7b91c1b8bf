/** Where the warehouses differ for who only asks. */
export interface QuestionDialect {
  /** The view of the catalogue with the columns of all tables. */
  readonly catalogue: string;
  /** The hours since 1970 of a column of epoch ms. */
  readonly hourOf: (column: string) => string;
  /** `digestOf` of the books, as a BIGINT, of the columns with the record id and the index. */
  readonly digest: (recordId: string, index: string) => string;
}

/** What questions to Redshift need of its dialect. */
export const redshiftQuestions: QuestionDialect = {
  catalogue: 'svv_columns',
  // A division of integers drops the rest; no event arrived before 1970.
  hourOf: (column) => `${column} / 3600000`,
  digest: (recordId, index) =>
    `STRTOL(SUBSTRING(MD5(${recordId} || ':' || CAST(${index} AS VARCHAR)), 1, 8), 16)`,
};
