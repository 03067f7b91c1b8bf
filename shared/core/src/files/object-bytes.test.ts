import { expect, it } from 'vitest';
import { fileBytesContract } from '@sluice/testing/contracts/file-bytes';
import { memoryObjectStore } from '@sluice/testing/memory/object-store';
import { objectBytes } from './index.ts';

const objects = memoryObjectStore();
const files = objectBytes(objects);
fileBytesContract('files of an object store', () => ({
  files,
  put: (key, bytes) => objects.put(key, bytes),
}));

it('has no buckets', async () => {
  expect(await files.head({ kind: 'bucket', bucket: 'theirs', key: 'x' })).toBe('absent');
});
