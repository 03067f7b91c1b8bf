import { nameOf } from '../../standards/deployment.ts';
import type { ServiceRole } from '../../standards/service-role.ts';
import type { FunctionPart, Parts } from './part.ts';

/** What the books are made from. Functions by name, because they are made in no order. */
export const booksPlaces = ({ deployment, retentionWeeks, tables, nearLine, buckets }: Parts) => ({
  DIRECTORY_TABLE: tables.directory.name,
  SCHEMA_TABLE: tables.schemas.name,
  COUNTS_TABLE: tables.counts.name,
  NEAR_LINE_TABLE_PREFIX: nearLine.prefix,
  RETENTION_WEEKS: String(retentionWeeks),
  OBJECT_BUCKET: buckets.objects.name,
  ON_FAILURE_BUCKET: buckets.onFailure.name,
  VALIDATE_FUNCTION: nameOf(deployment, 'validate'),
  STORE_FUNCTION: nameOf(deployment, 'store'),
});

/** What the books of all places are made from. */
export const deepBooksPlaces = (parts: Parts) => ({
  ...booksPlaces(parts),
  STATE_TABLE: parts.tables.state.name,
  LAKE_BUCKET: parts.buckets.lake.name,
  WORKGROUP: parts.warehouse.name,
  DATABASE: parts.warehouse.database,
});

/** To the near-line store: they read, and write nothing. */
export const allowBooks = (role: ServiceRole, { tables, nearLine, buckets }: Parts): void => {
  for (const table of [tables.directory, tables.schemas, tables.counts]) table.grantRead(role);
  nearLine.grantRead(role);
  buckets.objects.grantGet(role, 'large/*');
  buckets.objects.grantList(role);
  buckets.onFailure.grantGet(role, '*');
  buckets.onFailure.grantList(role);
  role.allow({
    sid: 'AnyMetric',
    actions: ['cloudwatch:GetMetricStatistics'],
    everyResource: 'metrics have no ARN',
  });
};

/** They keep what they counted in files of the lake, and ask the warehouse. */
export const allowDeepBooks = (role: ServiceRole, parts: Parts): void => {
  const { tables, buckets, warehouse } = parts;
  allowBooks(role, parts);
  tables.state.grantRead(role);
  buckets.lake.grantGet(role, 'lake/v1/*', 'books/v1/*');
  buckets.lake.grantPut(role, 'books/v1/*');
  buckets.lake.grantList(role);
  warehouse.grantSql(role);
};

/** It holds the record ids of a tenant, and reads all of his chunks. */
export const booksMegabytes = 3_072;

export const books: FunctionPart<'books'> = {
  description: 'The books of all tenants: a line in the log for each hour that does not balance',
  memoryMegabytes: booksMegabytes,
  timeoutSeconds: 900,
  wakes: ({ booksSchedule: schedule }) => ({ clock: { description: 'The books of all tenants', schedule } }),
  variables: (parts) => ({ ...deepBooksPlaces(parts), BOOKS_DAYS: String(parts.booksDays) }),
  allow: allowDeepBooks,
};
