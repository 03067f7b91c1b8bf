import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { FileFault, type FileBytes, type FileHead, type FileSource } from '@sluice/core/files';
import { s3Reactions } from '../object-store/reactions.ts';
import { calling } from '../shared/calling.ts';

export interface S3FileBytesOptions {
  /** It retries by itself (`@sluice/aws/clients`). For buckets of tenants in other regions it must follow redirects. */
  readonly client: S3Client;
  /** Where our own files are. */
  readonly bucket: string;
}

/**
 * Read with one request, whole: no connection stays open while events wait for their turn, and a lost one is asked for again by the
 * client. 10 GB are 1,280 requests, half a cent in 10,000.
 */
const rangeBytes = 8_388_608;
/** Handed on at once. */
const pieceBytes = 262_144;

const property = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;

/** HEAD answers have no body, so that their errors have a status and no name. */
const statusOf = (error: unknown): unknown => property(property(error, '$metadata'), 'httpStatusCode');

const placeOf = (source: FileSource, own: string) => ({
  Bucket: source.kind === 'own' ? own : source.bucket,
  Key: source.key,
});

const shown = (source: FileSource): string =>
  source.kind === 'own' ? source.key : `s3://${source.bucket}/${source.key}`;

/** Of our own bucket a 403 is a role that is not right (yet): an outage, never the customer's fault. */
const isDenied = (error: unknown, { kind }: FileSource): boolean =>
  kind === 'bucket' && statusOf(error) === 403;

const faultOf = (error: unknown, source: FileSource): FileFault | undefined => {
  const options = { cause: error };
  if (isDenied(error, source))
    return new FileFault(
      'FileDenied',
      `the bucket's policy does not let Sluice read ${shown(source)}`,
      options,
    );
  switch (statusOf(error)) {
    case 404:
      return new FileFault('FileGone', 'the file is not there any more; send it again', options);
    case 412:
      return new FileFault('FileChanged', 'the file was changed while it was read; send it again', options);
    default:
      return undefined;
  }
};

const headOf = async (
  { client, bucket }: S3FileBytesOptions,
  source: FileSource,
): Promise<FileHead | 'absent' | 'denied'> => {
  try {
    const found = await client.send(new HeadObjectCommand(placeOf(source, bucket)));
    return { size: found.ContentLength ?? 0, version: found.ETag ?? '' };
  } catch (error) {
    if (isDenied(error, source)) return 'denied';
    if (statusOf(error) === 404) return 'absent';
    throw error;
  }
};

/** Bytes from an offset on, and whether they are the last; none behind the end. */
interface Range {
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
}

const rangeOf = async (
  { client, bucket }: S3FileBytesOptions,
  source: FileSource,
  from: number,
  version: string,
): Promise<Range> => {
  try {
    const command = new GetObjectCommand({
      ...placeOf(source, bucket),
      Range: `bytes=${from}-${from + rangeBytes - 1}`,
      ...(version === '' ? {} : { IfMatch: version }),
    });
    const { Body, ContentRange } = await client.send(command);
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    const size = Number(/\/(\d+)$/.exec(ContentRange ?? '')?.[1] ?? bytes.length);
    return { bytes, isLast: from + bytes.length >= size };
  } catch (error) {
    // The range is behind the end: also of an empty object.
    if (statusOf(error) === 416) return { bytes: new Uint8Array(), isLast: true };
    throw faultOf(error, source) ?? error;
  }
};

async function* read(
  options: S3FileBytesOptions,
  source: FileSource,
  from: number,
  version: string,
): AsyncGenerator<Uint8Array> {
  for (let at = from, isLast = false; !isLast;) {
    const start = at;
    const range: Range = await calling(`read the file ${shown(source)}`, s3Reactions, () =>
      rangeOf(options, source, start, version),
    );
    for (let i = 0; i < range.bytes.length; i += pieceBytes) yield range.bytes.subarray(i, i + pieceBytes);
    at += range.bytes.length;
    isLast = range.isLast || range.bytes.length === 0;
  }
}

/** Files in our bucket, and in those of tenants, as the bucket's policy lets us. The version is the ETag; an empty one is any. */
export const s3FileBytes = (options: S3FileBytesOptions): FileBytes => ({
  head: (source) => calling(`look at the file ${shown(source)}`, s3Reactions, () => headOf(options, source)),
  read: (source, from, version) => read(options, source, from, version),
});
