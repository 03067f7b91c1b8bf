import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { openObjectStore } from '@sluice/embedded/object-store';
import { lakeLog, type LakeFile, type LakeLog } from '@sluice/core/lake';
import { LakeCache, lakeInFolder, lakeSource, type LakePlaces } from '@sluice/query';
import { bodyOf, lakeSourceContract, type LakeSourceWorld } from '@sluice/query/testing/lake-source-contract';
import { memoryStateStore } from '@sluice/testing/memory/state-store';
import { startLakeBucket } from './s3.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-lake-source-'));
const bucket = await startLakeBucket();
afterAll(async () => {
  await bucket.close();
  rmSync(folder, { recursive: true });
});

const worldOf = (
  log: LakeLog,
  places: LakePlaces,
  write: (key: string, body: Buffer) => Promise<void>,
): LakeSourceWorld => ({
  lake: lakeSource(log, places),
  publish: async (added: readonly LakeFile[], removed = []) => {
    for (const file of added) await write(file.key, bodyOf(file));
    const before = await log.snapshot();
    await log.publish(before, {
      v: 1,
      sequence: before.sequence + 1,
      run: `run-${before.sequence + 1}`,
      publishedAt: 1,
      archive: [],
      refused: [],
      counts: { read: 0, added: 0, duplicate: 0, corrected: 0, repeated: 0, malformed: 0, replaced: 0 },
      added,
      removed,
      loads: [],
      watermark: 0,
      covered: [],
      surveys: [],
    });
  },
});

const onDisk = worldOf(
  lakeLog(memoryStateStore(), await openObjectStore(folder)),
  lakeInFolder(folder),
  (key, body) => {
    mkdirSync(dirname(join(folder, key)), { recursive: true });
    writeFileSync(join(folder, key), body);
    return Promise.resolve();
  },
);
lakeSourceContract('a folder', () => onDisk);

const cache = new LakeCache({ folder: bucket.cacheFolder, bytes: 1_000_000, files: bucket.files });
const onS3 = worldOf(lakeLog(memoryStateStore(), bucket.objects), cache, bucket.put);
lakeSourceContract('S3', () => onS3);
