import { countedOnce, type BooksServices, type LakeBooksServices } from '@sluice/core/books';
import { lakeCoverage, lakeLog, type LakeCoverage } from '@sluice/core/lake';
import type { Directory } from '@sluice/core/ports';
import { dynamoLedger } from '../accepted/index.ts';
import { dynamoChunkStore, withinRetention } from '../chunk-store/index.ts';
import { cloudWatchClient, dynamoClient, s3Client } from '../clients/index.ts';
import { dynamoDirectory } from '../directory/index.ts';
import { parquetLakeRows, s3Range } from '../lake/index.ts';
import type { Machine } from '../lambda/index.ts';
import { s3ObjectStore } from '../object-store/index.ts';
import { iteratorAge, lambdaPending } from '../pending/index.ts';
import { dynamoSchemaStore } from '../schema-store/index.ts';
import { dynamoSealedCounts } from '../sealed-counts/index.ts';
import { dynamoStateStore } from '../state-store/index.ts';

/** Names of what the books are made from, as the environment has them. */
export interface BooksPlaces {
  readonly DIRECTORY_TABLE: string;
  readonly SCHEMA_TABLE: string;
  readonly COUNTS_TABLE: string;
  readonly NEAR_LINE_TABLE_PREFIX: string;
  readonly RETENTION_WEEKS: string;
  readonly OBJECT_BUCKET: string;
  readonly ON_FAILURE_BUCKET: string;
  readonly VALIDATE_FUNCTION: string;
  readonly STORE_FUNCTION: string;
}

/** What the books are made from, and whose they are. */
export type BooksOnAws = BooksServices & {
  readonly directory: Directory;
  /** How old the records are that the consumers were handed last, ms. Throws OutOfService when nobody tells. */
  readonly behind: () => Promise<number>;
};

/** For a function of the books or of age-off. */
export const booksOnAws = (places: BooksPlaces, machine: Machine): BooksOnAws => {
  const [client, s3, { clock }] = [dynamoClient(), s3Client(), machine];
  const ledger = dynamoLedger({ client, tableName: places.COUNTS_TABLE });
  const functions = { validate: places.VALIDATE_FUNCTION, store: places.STORE_FUNCTION };
  const cloudWatch = cloudWatchClient();
  const chunks = dynamoChunkStore({ ...machine, client, tablePrefix: places.NEAR_LINE_TABLE_PREFIX });
  return {
    ledger,
    pending: lambdaPending({
      ledger,
      clock,
      cloudWatch,
      onFailure: s3ObjectStore({ client: s3, bucket: places.ON_FAILURE_BUCKET }),
      functions,
    }),
    behind: () => iteratorAge({ cloudWatch, clock, functions: Object.values(functions) }),
    chunks: withinRetention(chunks, clock, Number(places.RETENTION_WEEKS)),
    objects: s3ObjectStore({ client: s3, bucket: places.OBJECT_BUCKET }),
    schemas: dynamoSchemaStore({ client, tableName: places.SCHEMA_TABLE }),
    sealed: dynamoSealedCounts({ client, tableName: places.COUNTS_TABLE }),
    directory: dynamoDirectory({ client, tableName: places.DIRECTORY_TABLE }),
  };
};

/** Names of where the lake is. */
export interface LakePlaces {
  readonly STATE_TABLE: string;
  readonly LAKE_BUCKET: string;
}

const lakeOf = (places: LakePlaces) => {
  const objects = s3ObjectStore({ client: s3Client(), bucket: places.LAKE_BUCKET });
  const states = dynamoStateStore({ client: dynamoClient(), tableName: places.STATE_TABLE });
  return { log: lakeLog(states, objects), objects };
};

/** Which events the lake has, by its log. */
export const coverageOnAws = (places: LakePlaces): LakeCoverage => {
  const { log, objects } = lakeOf(places);
  return lakeCoverage(log, objects);
};

/** The lake as the books read it: each file once, of those that are read again a few columns. */
export const lakeOnAws = (places: LakePlaces): LakeBooksServices['lake'] => {
  const { log, objects } = lakeOf(places);
  const rows = parquetLakeRows(s3Range({ client: s3Client(), bucket: places.LAKE_BUCKET }));
  return { log, rows: countedOnce(rows, objects) };
};
