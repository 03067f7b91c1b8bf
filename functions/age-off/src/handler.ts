import { booksOnAws, coverageOnAws } from '@sluice/aws/books';
import { machine } from '@sluice/aws/lambda';
import { ageOff } from './age-off.ts';
import { config } from './config.ts';

const services = {
  ...booksOnAws(config, machine),
  clock: machine.clock,
  retentionWeeks: Number(config.RETENTION_WEEKS),
  coverage: coverageOnAws(config),
  // Terraform does, when the week is rolled.
  drops: false,
};

/** Woken by the clock. */
export const handler = async (): Promise<void> => {
  const tables = await ageOff(services, { dryRun: false, withoutLake: false });
  machine.log('age-off', { tables });
};
