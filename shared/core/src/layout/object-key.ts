const segmentPattern = /^[A-Za-z0-9._=!+-]{1,255}$/;
const keyBytes = 1_024;

const segmentFault = (segment: string): string | undefined => {
  if (segment === '') return 'has an empty segment';
  if (segment === '.' || segment === '..') return `has the segment "${segment}"`;
  return segmentPattern.test(segment)
    ? undefined
    : `has the segment "${segment}"; allowed are 1 to 255 of A-Z a-z 0-9 . _ = ! + -`;
};

/**
 * Why a text cannot be a key of the object store, or undefined when it can. Narrower than S3 (1,024 bytes, any UTF-8), so that
 * every key is also a path below a folder: plain segments between slashes, none of them empty, `.` or `..`.
 */
export const objectKeyFault = (key: string): string | undefined => {
  if (key.length > keyBytes) return `has ${key.length} bytes; at most ${keyBytes} are allowed`;
  for (const segment of key.split('/')) {
    const fault = segmentFault(segment);
    if (fault !== undefined) return fault;
  }
  return undefined;
};
