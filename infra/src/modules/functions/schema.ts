import { bothForms, frontDoorSeconds, type FunctionPart } from './part.ts';

export const schema: FunctionPart<'schema'> = {
  description: 'What a tenant has declared: metrics, fields, names',
  memoryMegabytes: 512,
  timeoutSeconds: frontDoorSeconds,
  routes: bothForms('schema', 'schema/{proxy+}'),
  variables: ({ tables }) => ({ SCHEMA_TABLE: tables.schemas.name, DIRECTORY_TABLE: tables.directory.name }),
  allow: (role, { tables }) => {
    tables.schemas.grantRead(role);
    tables.schemas.grantWrite(role, 'PutItem');
    tables.directory.grantRead(role);
  },
};
