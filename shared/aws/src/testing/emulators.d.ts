/** The emulators bring no types: only what our tests call. */
declare module 'kinesalite' {
  import type { Server } from 'node:http';

  const kinesalite: (options: {
    readonly createStreamMs?: number;
    readonly deleteStreamMs?: number;
    readonly updateStreamMs?: number;
    readonly shardLimit?: number;
  }) => Server;
  export default kinesalite;
}

declare module 's3rver' {
  import type { AddressInfo } from 'node:net';

  export interface PutObject {
    readonly bucket: string;
    readonly key: string;
    readonly content: NodeJS.ReadableStream;
    readonly metadata: unknown;
  }
  export interface ListedObjects {
    readonly objects: readonly { readonly key: string }[];
    readonly isTruncated: boolean;
  }
  export interface S3rverStore {
    getResourcePath(bucket: string, key: string, resource: string): string;
    putMetadata(bucket: string, key: string, metadata: unknown, md5: string): Promise<void>;
    putObject(object: PutObject): Promise<{ readonly size: number; readonly md5: string }>;
    listObjects(
      bucket: string,
      options: { readonly startAfter?: string; readonly maxKeys?: number },
    ): Promise<ListedObjects>;
  }
  export default class S3rver {
    constructor(options: {
      readonly address: string;
      readonly port: number;
      readonly silent: boolean;
      readonly directory: string;
      readonly configureBuckets: readonly { readonly name: string }[];
    });
    readonly store: S3rverStore;
    run(): Promise<AddressInfo>;
    close(): Promise<void>;
  }
}
