import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import type { Environment } from '@sluice/core/layout';
import { S3Backend, TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Settings } from './environments.ts';
import { Alarms, type Watched } from './modules/alarms.ts';
import { Archives } from './modules/archives.ts';
import { Buckets } from './modules/buckets.ts';
import { Budget } from './modules/budget.ts';
import { Dashboard } from './modules/dashboard.ts';
import { ErrorStreams } from './modules/error-streams.ts';
import { FrontDoor } from './modules/front-door.ts';
import { Functions, type ArtifactSource } from './modules/functions.ts';
import type { Parts } from './modules/functions/part.ts';
import { Identity } from './modules/identity.ts';
import { Jobs } from './modules/jobs.ts';
import { Keys } from './modules/keys.ts';
import { NearLine } from './modules/near-line.ts';
import { Network } from './modules/network.ts';
import { Notices } from './modules/notices.ts';
import { QueryService } from './modules/query-service.ts';
import { Streams } from './modules/streams.ts';
import { Tables } from './modules/tables.ts';
import { Uploads } from './modules/uploads.ts';
import { Warehouse } from './modules/warehouse.ts';
import { matching, wholeNumber } from './standards/checked.ts';
import type { Deployment } from './standards/deployment.ts';
import type { Artifact } from './standards/lambda.ts';

export interface PipelineStackProps {
  readonly environment: Environment;
  readonly settings: Settings;
  /** The committed week, around which the near-line tables are. */
  readonly week: string;
  readonly artifact: ArtifactSource;
}

/** What every module is made with. */
interface Site {
  readonly stack: TerraformStack;
  readonly deployment: Deployment;
  readonly settings: Settings;
  readonly keys: Keys;
  readonly logs: { readonly retentionDays: number; readonly key: Keys['operations'] };
}

/** The whole platform of one environment. A module's id is in the address of all that it holds: chosen once. */
export class PipelineStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id);
    const site = siteOf(this, props);
    const { deployment, settings, keys, logs } = site;
    const { artifact } = props;
    const network = new Network(this, 'network', { deployment, settings: settings.network, logs });
    const parts = partsOf(site, props.week, network, artifact(this, 'etl-runner'));
    const functions = new Functions(this, 'functions', { parts, settings, artifact, key: keys.operations });
    const door = { deployment, settings: settings.frontDoor, functions, logs };
    const frontDoor = new FrontDoor(this, 'front-door', door);
    parts.identity.permit(frontDoor.calls);
    const query = queryServiceOf(site, parts, artifact(this, 'query'), { frontDoor, network });
    watch(site, parts, { functions, frontDoor, query });
    describe(this, frontDoor, parts.identity, query);
  }
}

const siteOf = (stack: TerraformStack, props: PipelineStackProps): Site => {
  const { settings } = props;
  const deployment = deploymentOf(props);
  backAndProvide(stack, props, deployment);
  const keys = new Keys(stack, 'keys', deployment);
  const logs = { retentionDays: settings.logRetentionDays, key: keys.operations };
  return { stack, deployment, settings, keys, logs };
};

/** What holds data, and who may come in. */
const partsOf = (site: Site, week: string, network: Network, runner: Artifact): Parts => {
  const { stack, deployment, settings, keys, logs } = site;
  const { nearLine, streams, tables, errors, archives } = settings;
  const buckets = new Buckets(stack, 'buckets', { deployment, settings: archives, key: keys.objects });
  return {
    deployment,
    retentionWeeks: nearLine.retentionWeeks,
    throttledUnitPrice: wholeNumber('the price of a refused unit', settings.throttledUnitPrice, 0, 10_000),
    streams: new Streams(stack, 'streams', { deployment, settings: streams, key: keys.streams }),
    buckets,
    errorStreams: new ErrorStreams(stack, 'error-streams', {
      deployment,
      settings: errors,
      bucket: buckets.errors,
      key: keys.streams,
      logs,
    }),
    nearLine: new NearLine(stack, 'near-line', { deployment, settings: nearLine, week, key: keys.tables }),
    tables: new Tables(stack, 'tables', { deployment, capacity: tables, key: keys.tables }),
    identity: new Identity(stack, 'identity', deployment),
    ...batchOf(site, buckets, network, runner),
  };
};

const booksOf = ({ schedule, days }: Settings['books']): Pick<Parts, 'booksSchedule' | 'booksDays'> => ({
  booksSchedule: matching(
    'the schedule of the books',
    schedule,
    /^(cron|rate)\([^()]+\)$/,
    'rate(…) or cron(…)',
  ),
  booksDays: wholeNumber('the days that the books look at', days, 1, 400),
});

type BatchParts = ReturnType<typeof booksOf> &
  Pick<Parts, 'uploads' | 'jobs' | 'warehouse' | 'objectsKeyArn' | 'replayInto' | 'fileEventsPerSecond'>;

/** What the batch runs on, and where it ends. */
const batchOf = (
  { stack, deployment, settings, keys }: Site,
  buckets: Buckets,
  network: Network,
  runner: Artifact,
): BatchParts => ({
  uploads: new Uploads(stack, 'uploads', { deployment, buckets, key: keys.operations }),
  jobs: new Jobs(stack, 'jobs', {
    deployment,
    settings: settings.batch,
    buckets,
    key: keys.objects,
    runner,
  }),
  warehouse: new Warehouse(stack, 'warehouse', {
    deployment,
    settings: settings.warehouse,
    network,
    buckets,
    key: keys.warehouse,
  }),
  objectsKeyArn: keys.objects.arn,
  replayInto: settings.batch.replayInto.map((name) =>
    matching('a stream to replay into', name, /^[A-Za-z0-9_.-]{1,128}$/, "a stream's name"),
  ),
  ...booksOf(settings.books),
  fileEventsPerSecond: wholeNumber(
    'the events per second of a file',
    settings.batch.fileEventsPerSecond,
    1,
    1_000_000,
  ),
});

/** What answers queries, and the network that it is in. */
const queryServiceOf = (
  { stack, deployment, settings, keys }: Site,
  parts: Parts,
  artifact: Artifact,
  { frontDoor, network }: { readonly frontDoor: FrontDoor; readonly network: Network },
): QueryService =>
  new QueryService(stack, 'query', {
    deployment,
    settings: settings.query,
    endpointZones: settings.network.endpointZones,
    network,
    parts,
    artifact,
    apiId: frontDoor.id,
    keys,
    logRetentionDays: settings.logRetentionDays,
  });

/** What copies beside the flow, and what tells when something is wrong. */
const watch = (
  { stack, deployment, settings, keys, logs }: Site,
  parts: Parts,
  flow: Pick<Watched, 'functions' | 'frontDoor' | 'query'>,
): void => {
  const { buckets, streams, errorStreams, nearLine, tables } = parts;
  const key = keys.operations;
  const archives = new Archives(stack, 'archives', {
    deployment,
    settings: settings.archives,
    streams,
    bucket: buckets.archive,
    logs,
  });
  const notices = new Notices(stack, 'notices', { deployment, buckets, key, emails: settings.alarmEmails });
  const named = [tables.schemas, tables.directory, tables.counts, tables.state, nearLine.late];
  const watched = {
    ...flow,
    streams,
    archives,
    errorStreams,
    tables: named,
    notices,
    uploads: parts.uploads,
  };
  const alarms = new Alarms(stack, 'alarms', { deployment, settings, key, watched });
  const monthlyDollars = settings.monthlyBudgetDollars;
  new Budget(stack, 'budget', { deployment, monthlyDollars, topic: alarms.topic });
  new Dashboard(stack, 'dashboard', { deployment, watched, alarms, nearLinePrefix: nearLine.prefix });
};

/** What a client needs to know. */
const describe = (
  stack: TerraformStack,
  frontDoor: FrontDoor,
  identity: Identity,
  query: QueryService,
): void => {
  const values = {
    endpoint: frontDoor.endpoint,
    'user-pool': identity.userPoolId,
    'user-pool-client': identity.clientId,
    'identity-pool': identity.identityPoolId,
    'sql-host': query.host,
  };
  for (const [id, value] of Object.entries(values)) new TerraformOutput(stack, id, { value });
};

const deploymentOf = ({ environment, settings: { account, region } }: PipelineStackProps): Deployment => ({
  environment,
  account: matching(`the account of ${environment}`, account, /^\d{12}$/, '12 digits'),
  region: matching(`the region of ${environment}`, region, /^[a-z]{2}(-[a-z]+)+-\d$/, 'like us-east-1'),
});

const backAndProvide = (
  stack: TerraformStack,
  { environment, settings }: PipelineStackProps,
  { account, region }: Deployment,
): void => {
  const bucket = matching(
    `the state bucket of ${environment}`,
    settings.stateBucket,
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    "a bucket's name",
  );
  const backend = new S3Backend(stack, {
    bucket,
    key: `pipeline-${environment}.tfstate`,
    region,
    encrypt: true,
  });
  // Of two applies at once the second is refused. Terraform has it since 1.10; cdktf's types do not know it.
  backend.addOverride('use_lockfile', true);
  new AwsProvider(stack, 'aws', {
    region,
    // Credentials of another account end the plan before it reads anything.
    allowedAccountIds: [account],
    defaultTags: [{ tags: { application: 'sluice', environment, owner: settings.owner } }],
  });
};
