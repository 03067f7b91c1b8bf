/** `npm run cost`: what a traffic costs a month, by service. Exits 2 for an option that is none. */
import { join } from 'node:path';
import { readDeployed } from './src/deployed.ts';
import { InputError } from './src/errors.ts';
import { readOptions, usage } from './src/options.ts';
import { report } from './src/report.ts';

try {
  const traffic = readOptions(process.argv.slice(2));
  process.stdout.write(report(traffic, readDeployed(join(import.meta.dirname, '..'), traffic.environment)));
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  process.stderr.write(`${error.message}\n${usage}`);
  process.exitCode = 2;
}
