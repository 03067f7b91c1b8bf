import { statusOf, type FileStatus } from '@sluice/core/files';
import { Refusal } from '@sluice/core/http';
import { fileNamed } from './file-name.ts';
import type { Call } from './services.ts';

/** `GET batch/status/{file}` */
export const getStatus = async ({ rest, principal, services }: Call): Promise<FileStatus> => {
  const file = fileNamed(rest);
  const status = await statusOf(services.states, principal.tenant.id, file);
  if (status === undefined) throw new Refusal(404, `there is no file ${JSON.stringify(file)}`);
  return status;
};
