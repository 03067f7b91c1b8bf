import { errorSink, type FunctionPart } from './part.ts';

export const validate: FunctionPart<'validate'> = {
  description: 'Reads raw events by the schema of their tenant: staged records, or error records',
  memoryMegabytes: 1_769,
  timeoutSeconds: 120,
  consumes: 'raw',
  variables: (parts) => ({
    STAGED_STREAM: parts.streams.staged.name,
    SCHEMA_TABLE: parts.tables.schemas.name,
    NEAR_LINE_TABLE_PREFIX: parts.nearLine.prefix,
    ...errorSink(parts),
  }),
  allow: (role, { streams, tables, nearLine, errorStreams }) => {
    streams.staged.grantWrite(role);
    tables.schemas.grantRead(role);
    nearLine.grantPut(role);
    errorStreams.grantPut(role, 'raw');
  },
};
