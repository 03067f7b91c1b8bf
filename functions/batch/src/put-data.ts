import { contentHash, fileIdOf, fileKey, isGzip, toldFormat, type FileStatus } from '@sluice/core/files';
import { Refusal, type HttpEvent } from '@sluice/core/http';
import { fileNamed } from './file-name.ts';
import { getStatus } from './get-status.ts';
import type { BatchServices, Call } from './services.ts';

const tooLarge = ({ maxBytes, address }: BatchServices): Refusal =>
  new Refusal(
    413,
    `the file is larger than the ${maxBytes} bytes that this call takes; ${
      address === undefined
        ? 'send it in parts'
        : 'POST batch/upload/address gives an address for larger ones'
    }, or gzip it`,
  );

/** The file as it was sent. A compressed body is a compressed file: it is not decompressed here, where it would have to be held. */
const bytesOf = (event: HttpEvent, services: BatchServices): Buffer => {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > services.maxBytes) throw tooLarge(services);
  const encoding = (event.headers['content-encoding'] ?? '').trim().toLowerCase();
  if (encoding === '' || encoding === 'identity') return bytes;
  if (encoding !== 'gzip' && encoding !== 'x-gzip')
    throw new Refusal(400, `content-encoding ${encoding} is not supported; send gzip or none`);
  if (!isGzip(bytes)) throw new Refusal(400, 'the body is not gzip, though content-encoding says so');
  return bytes;
};

/**
 * `PUT batch/upload/data/{file}`: keeps the file, and has it split. In this order, so that what is told to be received is there: the
 * bytes, the split, the name, the job. A repeat after a lost answer does the same again, and a file that is done is left alone.
 */
export const putData = async (call: Call): Promise<FileStatus> => {
  const { event, principal, services, rest } = call;
  const { states, objects, jobs, clock } = services;
  const file = fileNamed(rest);
  const tenant = principal.tenant.id;
  const bytes = bytesOf(event, services);
  const told = toldFormat(file, event.headers['content-type']);
  const id = fileIdOf(tenant, contentHash(bytes), told);
  const source = { kind: 'own', key: fileKey(tenant, id) } as const;
  const received = { file, told, source, receivedAt: clock.now(), id };
  const { document: known } = await states.split(tenant, id);
  if (known === undefined || known.state === 'failed') {
    await objects.put(source.key, bytes);
    await states.begin(tenant, { ...received, version: ownVersion });
  }
  await states.name(tenant, received);
  if (known?.state !== 'done') await jobs.send({ tenant, id });
  return getStatus(call);
};

/** What is kept under the id of its content never changes: any version of it is the right one. */
const ownVersion = '';
