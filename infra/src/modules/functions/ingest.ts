import { bothForms, type FunctionPart } from './part.ts';

export const ingest: FunctionPart<'ingest'> = {
  description: 'The front door for events: a verdict for each, and the raw stream before the answer',
  // 1,769 MB is one whole processor; parsing and compressing take it, and a request ends the sooner.
  memoryMegabytes: 1_769,
  // Puts are tried again within it; a sender that waits longer sends again.
  timeoutSeconds: 15,
  routes: bothForms('stream/{proxy+}'),
  variables: ({ streams, tables }) => ({
    RAW_STREAM: streams.raw.name,
    DIRECTORY_TABLE: tables.directory.name,
    SCHEMA_TABLE: tables.schemas.name,
  }),
  allow: (role, { streams, tables }) => {
    streams.raw.grantWrite(role);
    tables.directory.grantRead(role);
    tables.schemas.grantRead(role);
  },
};
