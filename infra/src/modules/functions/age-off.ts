import type { ServiceRole } from '../../standards/service-role.ts';
import { allowBooks, booksMegabytes, booksPlaces } from './books.ts';
import type { FunctionPart, Parts } from './part.ts';

export const ageOffPlaces = (parts: Parts) => ({
  ...booksPlaces(parts),
  STATE_TABLE: parts.tables.state.name,
  LAKE_BUCKET: parts.buckets.lake.name,
});

/** What the books read, what the lake says it has, and what is sealed. No table is dropped but by Terraform. */
export const allowAgeOff = (role: ServiceRole, parts: Parts): void => {
  const { tables, buckets } = parts;
  allowBooks(role, parts);
  tables.counts.grantWrite(role, 'PutItem');
  tables.state.grantRead(role);
  buckets.lake.grantGet(role, 'lake/v1/log/*', 'lake/v1/covered/*');
  buckets.lake.grantList(role);
};

export const ageOff: FunctionPart<'age-off'> = {
  description: 'Seals what near-line weeks beyond the retention hold, so that they may be dropped',
  memoryMegabytes: booksMegabytes,
  timeoutSeconds: 900,
  wakes: () => ({ clock: { description: 'Age-off, each night', schedule: 'cron(13 4 * * ? *)' } }),
  variables: ageOffPlaces,
  allow: allowAgeOff,
};
