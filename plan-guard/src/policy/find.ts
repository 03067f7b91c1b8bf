import { elementsOf, isMembers, textOf, type Members } from '../json.ts';
import { readDocument, type Document, type Statement } from './document.ts';

/** A resource's policy documents, by the attribute they are in; the documents of a list are one. */
export type Documents = ReadonlyMap<string, Document>;

export const nothing: Document = { version: '2012-10-17', statements: [] };

/** All documents in a resource's attributes, whatever their names are: an attribute that we do not know yet is looked at too. */
export const documentsIn = (type: string, values: Members): Documents => {
  const found = new Map<string, Document>();
  if (type === 'aws_lambda_permission' && textOf(values['action']) !== undefined)
    found.set('permission', { version: '2012-10-17', statements: [permission(values)] });
  walk(values, '', found);
  return found;
};

const walk = (value: unknown, path: string, found: Map<string, Document>): void => {
  if (typeof value === 'string') add(readDocument(value), path, found);
  for (const element of elementsOf(value)) walk(element, path, found);
  if (isMembers(value))
    for (const [name, member] of Object.entries(value))
      walk(member, path === '' ? name : `${path}.${name}`, found);
};

const add = (document: Document | undefined, path: string, found: Map<string, Document>): void => {
  if (document === undefined) return;
  const before = found.get(path)?.statements ?? [];
  found.set(path, { ...document, statements: [...before, ...document.statements] });
};

/** A permission of a function is a statement of its policy, with the conditions that these attributes stand for. */
const permission = (values: Members): Statement => {
  const text = (name: string) => textOf(values[name]) ?? '';
  const condition = (operator: string, key: string, name: string) =>
    text(name) === '' ? [] : [{ operator, key, values: [text(name)] }];
  const principal = text('principal');
  return {
    sid: '',
    effect: 'Allow',
    principals: { not: false, patterns: [principal === '*' ? '*' : `principal:${principal}`] },
    actions: { not: false, patterns: [text('action').toLowerCase()] },
    resources: { not: false, patterns: [text('function_name')] },
    conditions: [
      ...condition('ArnLike', 'aws:sourcearn', 'source_arn'),
      ...condition('StringEquals', 'aws:sourceaccount', 'source_account'),
      ...condition('StringEquals', 'aws:principalorgid', 'principal_org_id'),
    ],
  };
};
