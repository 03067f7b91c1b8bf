import ts from 'typescript';
import type { SourceFile } from './repository.ts';

export interface Import {
  readonly specifier: string;
  /** From 1. */
  readonly line: number;
}

const textOf = (node: ts.Node | undefined): string | undefined =>
  node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;

/** A URL needs no `./` to be beside its base. */
const asPath = (text: string | undefined): string | undefined =>
  text === undefined || text.startsWith('.') ? text : `./${text}`;

/** `import('x')`, `require('x')`, `import.meta.resolve('x')` and `new URL('./x.ts', import.meta.url)`, which is how threads and processes are started. */
const calledWith = (node: ts.Node): string | undefined => {
  if (ts.isNewExpression(node) && node.expression.getText() === 'URL') {
    const [path, base] = node.arguments ?? [];
    return base?.getText() === 'import.meta.url' ? asPath(textOf(path)) : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const called = isImport ? 'import' : node.expression.getText();
  return ['import', 'require', 'import.meta.resolve'].includes(called)
    ? textOf(node.arguments[0])
    : undefined;
};

const specifierOf = (node: ts.Node): string | undefined => {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textOf(node.moduleSpecifier);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return textOf(node.argument.literal);
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference))
    return textOf(node.moduleReference.expression);
  return calledWith(node);
};

/** Parses a file. Comments and strings that look like imports are none. */
export const parse = ({ path, text }: SourceFile): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);

/** Everything a file imports, types included. */
export const importsOf = (source: ts.SourceFile): readonly Import[] => {
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== undefined)
      found.push({
        specifier,
        line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1,
      });
    node.forEachChild(visit);
  };
  visit(source);
  return found;
};
