import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect } from 'vitest';
import { archiveContract } from '@sluice/testing/contracts/archive';
import { anHour } from '@sluice/testing/factories/chunks';
import { type EmbeddedArchive, openArchive, readArchive } from './index.ts';

const root = mkdtempSync(path.join(tmpdir(), 'sluice-archive-'));
const opened: EmbeddedArchive[] = [];
afterAll(async () => {
  for (const archive of opened) await archive.close();
  rmSync(root, { recursive: true });
});
let made = 0;

archiveContract('files', async () => {
  const folder = path.join(root, String((made += 1)));
  const archive = openArchive({ folder, clock: { now: () => anHour } });
  opened.push(archive);
  return {
    archive,
    lines: async (stage) => {
      const lines: string[] = [];
      for await (const found of readArchive(folder, stage)) {
        if ('damage' in found)
          expect(found.damage).toMatch(/is not UTF-8|no gzip member/); // the bytes of the record that is no gzip
        else lines.push(found.line);
      }
      return lines;
    },
  };
});
