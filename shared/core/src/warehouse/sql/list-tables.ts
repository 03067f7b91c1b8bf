import type { QuestionDialect } from '../questions.ts';
import { literal } from '../identifier.ts';

/** All tables and views of a tenant. */
export const listTables = ({ catalogue }: QuestionDialect, schema: string): string =>
  `SELECT DISTINCT table_name FROM ${catalogue} WHERE table_schema = ${literal(schema)} ORDER BY table_name`;
