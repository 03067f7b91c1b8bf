import { booksOnAws, coverageOnAws } from '@sluice/aws/books';
import { httpHandler, machine } from '@sluice/aws/lambda';
import { config } from './calls-config.ts';
import { handleAgeOff } from './handle-age-off.ts';

const services = {
  ...booksOnAws(config, machine),
  clock: machine.clock,
  retentionWeeks: Number(config.RETENTION_WEEKS),
  coverage: coverageOnAws(config),
  // Terraform does, when the week is rolled.
  drops: false,
};

export const handler = httpHandler((event) => handleAgeOff(event, services), machine.log);
