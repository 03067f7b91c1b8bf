import {
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectTaggingCommand,
  type ListObjectsV2CommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { SluiceError } from '@sluice/core/failure';
import { FileFault, gunzipped } from '@sluice/core/files';
import { LongLines, type ArchiveSlice } from '@sluice/core/lake';
import { s3Reactions } from '../object-store/reactions.ts';
import { calling } from '../shared/calling.ts';

export interface S3StagedArchiveOptions {
  /** It retries by itself (`@sluice/aws/clients`), and waits for a whole object of up to 128 MB. */
  readonly client: S3Client;
  /** Of the archives. */
  readonly bucket: string;
}

const prefix = 'archive/staged/';

async function* unread(
  { client, bucket }: S3StagedArchiveOptions,
  read: Readonly<Record<string, number>>,
): AsyncGenerator<ArchiveSlice> {
  let token: string | undefined;
  do {
    const next = token === undefined ? {} : { ContinuationToken: token };
    const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...next });
    const page: ListObjectsV2CommandOutput = await calling('list the staged archive', s3Reactions, () =>
      client.send(command),
    );
    for (const { Key: key = '', Size: to = 0 } of page.Contents ?? []) {
      const from = read[key] ?? 0;
      if (to > from) yield { key, from, to };
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

/** Reads all of it. */
const longLineIn = async (chunks: AsyncIterable<Uint8Array>): Promise<string | undefined> => {
  const lines = new LongLines();
  for await (const chunk of chunks) {
    const fault = lines.faultIn(chunk);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

/** Why it is not a whole gzip object of that size. */
const faultIn = async (
  { client, bucket }: S3StagedArchiveOptions,
  { key, from, to }: ArchiveSlice,
): Promise<string | undefined> => {
  if (from > 0)
    return `it has ${to} bytes, and had ${from} when it was read; objects of the archive do not change`;
  try {
    const { Body, ContentLength } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (ContentLength !== to) return `it has ${ContentLength ?? 0} bytes, and had ${to}`;
    // In Node the SDK's body is a readable stream.
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
    return await longLineIn(gunzipped(Body as unknown as AsyncIterable<Uint8Array>));
  } catch (error) {
    if (error instanceof NoSuchKey) return 'it is gone';
    if (error instanceof FileFault) return error.message;
    throw error;
  }
};

const wholeAlone = (slices: readonly ArchiveSlice[]): void => {
  const part = slices.find(({ from }) => from > 0);
  if (part === undefined) return;
  throw new SluiceError({
    class: 'ours',
    code: 'ArchiveChanged',
    message: `${part.key} has grown since its first ${part.from} bytes were read; objects of an archive in a bucket do not change`,
  });
};

/** The tag that the lifecycle rule of the archive asks for: what the lake has may go to where it costs less. */
export const inLakeTag = { Key: 'sluice:in-lake', Value: 'true' } as const;

/** The staged archive in a bucket, for the batch. Every method throws OutOfService when S3 does not answer well. */
export const s3StagedArchive = (options: S3StagedArchiveOptions) => ({
  unread: (read: Readonly<Record<string, number>>) => unread(options, read),
  open: (slices: readonly ArchiveSlice[]) => {
    wholeAlone(slices);
    const paths = slices.map(({ key }) => `s3://${options.bucket}/${key}`);
    return Promise.resolve({ paths, close: () => Promise.resolve() });
  },
  damage: (slice: ArchiveSlice) => calling(`read ${slice.key}`, s3Reactions, () => faultIn(options, slice)),
  /** Marks objects that a published manifest read; again is no error, and neither is an object that is gone. */
  markRead: async (slices: readonly Pick<ArchiveSlice, 'key'>[]): Promise<void> => {
    for (const { key } of slices) await tag(options, key);
  },
});

const tag = ({ client, bucket }: S3StagedArchiveOptions, key: string): Promise<void> =>
  calling(`tag ${key}`, s3Reactions, async () => {
    try {
      const Tagging = { TagSet: [inLakeTag] };
      await client.send(new PutObjectTaggingCommand({ Bucket: bucket, Key: key, Tagging }));
    } catch (error) {
      if (!(error instanceof NoSuchKey)) throw error;
    }
  });
