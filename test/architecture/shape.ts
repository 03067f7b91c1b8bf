import ts from 'typescript';

/** Lines with code on them: blank lines and lines of comment alone do not count, as in the lint rule. */
export const codeLines = (text: string): number => {
  let inComment = false;
  let count = 0;
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (inComment) inComment = !trimmed.includes('*/');
    else if (trimmed.startsWith('/*')) inComment = !trimmed.includes('*/');
    else if (trimmed !== '' && !trimmed.startsWith('//')) count++;
  }
  return count;
};

export const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** What a file has that the habits speak of. */
export interface Findings {
  /** Lines of each function that has a body in braces. */
  readonly functionLines: readonly number[];
  /** Lines with `new Ajv`. */
  readonly compilesSchemas: readonly number[];
  /** Names of classes that extend an error. */
  readonly errorClasses: readonly string[];
}

const lineOf = (source: ts.SourceFile, position: number): number =>
  source.getLineAndCharacterOfPosition(position).line + 1;

const bodyOf = (node: ts.Node): ts.Node | undefined =>
  ts.isFunctionDeclaration(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isFunctionExpression(node) ||
  ts.isConstructorDeclaration(node) ||
  (ts.isArrowFunction(node) && ts.isBlock(node.body))
    ? node.body
    : undefined;

const extendsError = (node: ts.Node): node is ts.ClassDeclaration =>
  ts.isClassDeclaration(node) &&
  (node.heritageClauses ?? []).some(
    (clause) =>
      clause.token === ts.SyntaxKind.ExtendsKeyword &&
      clause.types.some(({ expression }) => /(Error|Failure|Fault|Refusal)$/.test(expression.getText())),
  );

export const findingsOf = (source: ts.SourceFile): Findings => {
  const found = {
    functionLines: [] as number[],
    compilesSchemas: [] as number[],
    errorClasses: [] as string[],
  };
  const visit = (node: ts.Node): void => {
    if (bodyOf(node) !== undefined)
      found.functionLines.push(lineOf(source, node.end) - lineOf(source, node.getStart()) + 1);
    if (ts.isNewExpression(node) && /^Ajv/.test(node.expression.getText()))
      found.compilesSchemas.push(lineOf(source, node.getStart()));
    if (extendsError(node)) found.errorClasses.push(node.name?.text ?? '(no name)');
    node.forEachChild(visit);
  };
  visit(source);
  return found;
};

/** Folders are named by concept, not by kind. The one `services` is the layer at the top. */
export const isNamedByKind = (folder: string): boolean =>
  folder !== 'services' &&
  /(^|\/)(helpers?|utils?|dtos?|interfaces|mappers|services|common|misc)$/.test(folder);

const headings = ['Trigger', 'Input', 'Output', 'Failure', 'Alarm'];

/** Headings that a deployable's README lacks. */
export const missingHeadings = (readme: string): readonly string[] =>
  headings.filter((heading) => !new RegExp(`^#{2,3} ${heading}\\b`, 'm').test(readme));
