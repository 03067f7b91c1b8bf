import { SluiceError } from '@sluice/core/failure';

/** Where an engine on a cluster finds the keys of a bucket. What S3 answered to is durable. */
export const s3EngineFiles = (bucket: string) => {
  const root = `s3://${bucket}/`;
  return {
    pathOf: (key: string): string => `${root}${key}`,
    keyOf: (path: string): string => {
      // Hadoop writes the scheme by the file system that it used.
      const key = path.replace(/^s3[an]?:\/\//, 's3://');
      if (key.startsWith(root)) return key.slice(root.length);
      throw new SluiceError({
        class: 'ours',
        code: 'BadObjectKey',
        message: `"${path}" is not in the bucket ${bucket}`,
      });
    },
    makeDurable: (): Promise<void> => Promise.resolve(),
  };
};
