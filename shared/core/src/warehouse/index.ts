/** The names of the warehouse's tables, and what it is asked: what loads and the books share. */
export {
  identifier,
  identifierBytes,
  literal,
  pathLiteral,
  shownIdentifier,
  within,
  type Identifier,
  type Literal,
} from './identifier.ts';
export { opsTable, opsTables, schemaName, stage, targetOf, type Target } from './target.ts';
export { redshiftQuestions, type QuestionDialect } from './questions.ts';
export { listLoaded } from './sql/list-loaded.ts';
export { warehouseRows, type WarehouseRowsServices } from './warehouse-rows.ts';
