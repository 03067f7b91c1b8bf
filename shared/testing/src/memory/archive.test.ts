import { archiveContract } from '../contracts/archive.ts';
import { memoryArchive } from './archive.ts';

archiveContract('memory', async () => {
  const archive = memoryArchive();
  return { archive, lines: async (stage) => archive.lines(stage) };
});
