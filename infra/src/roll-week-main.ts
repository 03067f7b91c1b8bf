/** Moves the near-line tables to a week: `npm run roll-week [-- 2026-w49 | next]`, by default to the one that it is now. */
import { parseArgs } from 'node:util';
import { readWeek, writeWeek } from './committed-week.ts';
import { rolled } from './roll-week.ts';

try {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [asked, ...more] = positionals;
  if (more.length > 0) throw new Error(`one week at most; given are ${positionals.join(' ')}`);
  const before = readWeek();
  const week = rolled(before, asked, Date.now());
  if (week !== before) writeWeek(week);
  process.stdout.write(
    week === before ? `the week is ${week} already\n` : `the week was ${before} and is ${week}\n`,
  );
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
