import { defaultRetentionWeeks, type Environment, type FunctionName } from '@sluice/core/layout';
import type { StreamSettings } from './standards/data-stream.ts';
import type { BufferSettings } from './standards/delivery-stream.ts';
import type { TableCapacity } from './standards/table.ts';

/** How the stream consumers are fed, and when they give a record up. */
export interface ConsumerSettings {
  /** Records a batch, 1 to 10,000. A batch also ends at 6 MB. */
  readonly batchRecords: number;
  /** How long a batch is gathered, 0 to 300. A longer window means fewer, larger chunks, and rows that are seen later. */
  readonly windowSeconds: number;
  /** Batches of one shard that are handled at once, 1 to 10. */
  readonly parallelization: number;
  /** Tries after which a record goes to the on-failure bucket, 1 to 10,000: finite, so that one record never blocks a shard for a week. */
  readonly retries: number;
}

/** The query service: its instances, and who may reach them. */
export interface QuerySettings {
  /** Of arm64. */
  readonly instanceType: string;
  readonly instances: { readonly least: number; readonly most: number };
  /** Memory of the engine of one tenant, of which an instance has as many as tenants ask; 256 to 65,536. */
  readonly engineMegabytes: number;
  /** Disk of an instance for files of the lake, 1 to 16,000: a statement that reads more of it at once is refused. */
  readonly lakeCacheGigabytes: number;
  /** Ranges from which clients of the Postgres wire come: a VPN, a peered network. Routes to them are whoever's who has them. */
  readonly clients: readonly string[];
}

/** All that differs, or may, between environments: numbers and names. Impossible ones throw at synth. */
export interface Settings {
  /** 12 digits. The provider refuses to work on another account. The ones below are those of AWS's documentation: put yours. */
  readonly account: string;
  readonly region: string;
  /** Who answers when an alarm rings: a tag on everything. */
  readonly owner: string;
  /** The bucket of the Terraform state, in the same region, made beforehand (docs/deploy.md). */
  readonly stateBucket: string;
  /** Who gets mail of alarms and of the budget; each must confirm. */
  readonly alarmEmails: readonly string[];
  readonly monthlyBudgetDollars: number;
  readonly logRetentionDays: number;
  readonly streams: Readonly<Record<'raw' | 'staged', StreamSettings>> & { readonly retentionHours: number };
  readonly consumers: Readonly<Record<'count' | 'validate' | 'store', ConsumerSettings>>;
  /** How many of a function run at once at most. */
  readonly concurrency: Readonly<Record<FunctionName, number>>;
  readonly nearLine: {
    /** Weeks before the current one that have a table, 1 to 520. */
    readonly retentionWeeks: number;
    readonly weekly: TableCapacity;
    readonly late: TableCapacity;
  };
  /**
   * The one knob of what changes capacities: what a unit of capacity (a shard's records of a minute) that is refused is worth, in units of
   * capacity. Higher means more held ready, and more paid. 0 to 10,000.
   */
  readonly throttledUnitPrice: number;
  readonly books: {
    /** When they are made, `cron(41 * * * ? *)`, UTC. Each run reads all near-line chunks and wakes the warehouse for a minute: `npm run cost` says what that is. */
    readonly schedule: string;
    /**
     * Days of arrival that a run looks at, 1 to 400, besides the time that consumers are behind. What they balanced before stays so: stored
     * events are neither changed nor removed, and age-off looks at all days before it seals a week.
     */
    readonly days: number;
  };
  /** Tables of schemas, of tenants and keys, and of counts. */
  readonly tables: TableCapacity;
  readonly archives: {
    readonly buffer: BufferSettings;
    /** Days after which an archive object is in Glacier Instant Retrieval, which replay reads as it is. */
    readonly glacierAfterDays: number;
  };
  readonly errors: {
    /** Delivery streams for each stage and kind, over which writers spread. */
    readonly streamsPerSet: number;
    readonly buffer: BufferSettings;
  };
  readonly frontDoor: {
    /** Over all tenants; the gateway answers 429 beyond. */
    readonly requestsPerSecond: number;
    readonly burst: number;
    /** Origins of web applications, `https://…`. */
    readonly webOrigins: readonly string[];
  };
  readonly network: {
    /** Of the VPC, /16 to /22, private, and none that it will be joined with. */
    readonly range: string;
    /** Zones with an endpoint of each service, 1 or 2: each endpoint costs about $7 a month. */
    readonly endpointZones: number;
  };
  readonly query: QuerySettings;
  readonly batch: {
    /** Of all jobs at once; an account has 16 at first. */
    readonly mostVcpu: number;
    /** Of one file of events, on average, put on the raw stream. */
    readonly fileEventsPerSecond: number;
    /** Names of other streams of this account that a replay may put into: of another environment, for a dark launch. They must have the same key, or one whose policy lets this account use it. */
    readonly replayInto: readonly string[];
  };
  readonly warehouse: {
    /** Redshift processing units, 8 to 512: what a query has. Paid by the second while one runs. */
    readonly baseRpu: number;
    readonly mostRpu: number;
  };
}

/** Made to be paid per request; from then on the scaler's, up to so many units a second, $0.00065 an hour for writes and $0.00013 for reads each. */
const weeklyUpTo = (most: number): TableCapacity => ({
  mode: 'on-demand',
  owner: 'scaler',
  bounds: { writes: { least: 1, most }, reads: { least: 1, most } },
});

const dev: Settings = {
  account: '123456789012',
  region: 'us-east-1',
  owner: 'sluice',
  stateBucket: 'sluice-dev-terraform-123456789012',
  alarmEmails: [],
  monthlyBudgetDollars: 250,
  logRetentionDays: 365,
  streams: {
    retentionHours: 168,
    raw: { mode: 'provisioned', shards: 1, owner: 'scaler', bounds: { least: 1, most: 2 } },
    staged: { mode: 'provisioned', shards: 1, owner: 'scaler', bounds: { least: 1, most: 2 } },
  },
  consumers: {
    count: { batchRecords: 500, windowSeconds: 5, parallelization: 1, retries: 100 },
    validate: { batchRecords: 500, windowSeconds: 1, parallelization: 1, retries: 100 },
    store: { batchRecords: 500, windowSeconds: 2, parallelization: 1, retries: 100 },
  },
  concurrency: {
    ingest: 20,
    count: 2,
    validate: 4,
    store: 4,
    schema: 5,
    meta: 5,
    replay: 1,
    batch: 5,
    'batch-split': 2,
    etl: 2,
    'redshift-load': 2,
    'etl-calls': 2,
    'redshift-load-calls': 2,
    'scale-streams': 1,
    'scale-tables': 1,
    books: 1,
    'books-calls': 2,
    'age-off': 1,
    'age-off-calls': 1,
  },
  nearLine: {
    retentionWeeks: defaultRetentionWeeks,
    weekly: weeklyUpTo(1_000),
    late: { mode: 'on-demand' },
  },
  throttledUnitPrice: 300,
  books: { schedule: 'cron(41 2 * * ? *)', days: 2 },
  tables: { mode: 'on-demand' },
  archives: { buffer: { seconds: 300, megabytes: 64 }, glacierAfterDays: 30 },
  errors: { streamsPerSet: 2, buffer: { seconds: 300, megabytes: 16 } },
  frontDoor: { requestsPerSecond: 100, burst: 200, webOrigins: [] },
  network: { range: '10.40.0.0/20', endpointZones: 1 },
  query: {
    instanceType: 't4g.large',
    instances: { least: 1, most: 2 },
    engineMegabytes: 2_048,
    lakeCacheGigabytes: 20,
    clients: [],
  },
  batch: { mostVcpu: 16, fileEventsPerSecond: 2_000, replayInto: [] },
  warehouse: { baseRpu: 8, mostRpu: 16 },
};

const staging: Settings = {
  ...dev,
  account: '111122223333',
  stateBucket: 'sluice-staging-terraform-111122223333',
  monthlyBudgetDollars: 350,
  streams: {
    retentionHours: 168,
    raw: { mode: 'provisioned', shards: 2, owner: 'scaler', bounds: { least: 1, most: 4 } },
    staged: { mode: 'provisioned', shards: 2, owner: 'scaler', bounds: { least: 1, most: 4 } },
  },
  concurrency: { ...dev.concurrency, ingest: 50, count: 4, validate: 8, store: 8 },
  nearLine: { ...dev.nearLine, weekly: weeklyUpTo(2_000) },
  frontDoor: { requestsPerSecond: 500, burst: 1_000, webOrigins: [] },
  network: { range: '10.41.0.0/20', endpointZones: 1 },
};

const prod: Settings = {
  ...dev,
  account: '444455556666',
  stateBucket: 'sluice-prod-terraform-444455556666',
  monthlyBudgetDollars: 2_000,
  streams: {
    retentionHours: 168,
    raw: { mode: 'provisioned', shards: 4, owner: 'scaler', bounds: { least: 2, most: 16 } },
    staged: { mode: 'provisioned', shards: 4, owner: 'scaler', bounds: { least: 2, most: 16 } },
  },
  concurrency: {
    ingest: 200,
    count: 16,
    validate: 32,
    store: 32,
    schema: 20,
    meta: 20,
    replay: 2,
    batch: 20,
    'batch-split': 4,
    etl: 2,
    'redshift-load': 2,
    'etl-calls': 2,
    'redshift-load-calls': 2,
    'scale-streams': 1,
    'scale-tables': 1,
    books: 1,
    'books-calls': 2,
    'age-off': 1,
    'age-off-calls': 1,
  },
  nearLine: { ...dev.nearLine, weekly: weeklyUpTo(10_000) },
  archives: { buffer: { seconds: 300, megabytes: 128 }, glacierAfterDays: 30 },
  errors: { streamsPerSet: 2, buffer: { seconds: 300, megabytes: 16 } },
  frontDoor: { requestsPerSecond: 2_000, burst: 4_000, webOrigins: [] },
  network: { range: '10.42.0.0/20', endpointZones: 2 },
  query: {
    instanceType: 'm7g.xlarge',
    instances: { least: 2, most: 6 },
    engineMegabytes: 4_096,
    lakeCacheGigabytes: 200,
    clients: [],
  },
  batch: { mostVcpu: 64, fileEventsPerSecond: 10_000, replayInto: [] },
  warehouse: { baseRpu: 16, mostRpu: 128 },
};

export const settingsOf: Readonly<Record<Environment, Settings>> = { dev, staging, prod };
