import { bothForms, frontDoorSeconds, type FunctionPart } from './part.ts';
import { allowLoading, loadPlaces } from './redshift-load.ts';

export const redshiftLoadCalls: FunctionPart<'redshift-load-calls'> = {
  description: 'What loads will do, where they are, and the call that has one tried again',
  memoryMegabytes: 512,
  timeoutSeconds: frontDoorSeconds,
  routes: bothForms('ops/load', 'ops/load/{proxy+}'),
  variables: (parts) => ({ DIRECTORY_TABLE: parts.tables.directory.name, ...loadPlaces(parts) }),
  allow: (role, parts) => {
    parts.tables.directory.grantRead(role);
    allowLoading(role, parts);
  },
};
