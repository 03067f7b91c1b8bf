import type { LoadFile, MetricLoad } from '@sluice/core/lake';

/** Where the COPY manifest of a load is. */
export const copyManifestKey = (loadId: string): string => `load/v1/copy/${loadId}.manifest`;

/** A file that is listed twice is loaded twice (AWS-FACTS 1.9): each once. */
export const distinctFiles = ({ files }: MetricLoad): readonly LoadFile[] => [
  ...new Map(files.map((file) => [file.key, file])).values(),
];

/**
 * The COPY manifest: exact keys, each mandatory, which is not the default: an absent file would be skipped without a word.
 * @param urlOf gives `s3://bucket/key`
 */
export const copyManifest = (load: MetricLoad, urlOf: (key: string) => string): string =>
  JSON.stringify({ entries: distinctFiles(load).map(({ key }) => ({ url: urlOf(key), mandatory: true })) });
