import { fileKey, toldFormat } from '@sluice/core/files';
import { readOptions, Refusal } from '@sluice/core/http';
import { fileNamed } from './file-name.ts';
import type { Call } from './services.ts';

/** `POST batch/upload/address {"file"}`: an address to put a file to that is too large for a request. It is split once it is there. */
export const postAddress = async ({
  event,
  principal,
  services,
}: Call): Promise<{ readonly url: string; readonly expiresAt: number }> => {
  const { states, address, clock, newUlid, maxBytes } = services;
  if (address === undefined)
    throw new Refusal(
      404,
      `there is no such call here: PUT batch/upload/data/{file} takes files of up to ${maxBytes} bytes`,
    );
  const file = fileNamed(readOptions(event, 'file').text('file') ?? '');
  const tenant = principal.tenant.id;
  const upload = newUlid(clock.now());
  const source = { kind: 'own', key: fileKey(tenant, upload) } as const;
  await states.name(tenant, { file, told: toldFormat(file), source });
  await states.keepUpload(tenant, upload, file);
  return address.addressFor(source.key);
};
