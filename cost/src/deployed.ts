import { existsSync, readFileSync } from 'node:fs';
import type { Environment } from '@sluice/core/layout';
import type { BatchDeployed } from './batch-services.ts';
import { unpriced, type QueryDeployed } from './query-service.ts';
import { wakesAMonth } from './schedule.ts';

/** What the synthesized stack says that costs money. */
export interface Deployed {
  /** Where it was read, or that it was not. */
  readonly source: string;
  readonly shards: Readonly<Record<'raw' | 'staged', number>>;
  /** MB of each function. */
  readonly memory: ReadonlyMap<string, number>;
  /** Whether functions write START, END and REPORT lines. */
  readonly platformLogs: boolean;
  readonly accessLogs: boolean;
  readonly windowSeconds: Readonly<Record<'count' | 'validate' | 'store', number>>;
  readonly alarms: number;
  readonly keys: number;
  readonly dashboards: number;
  readonly retentionWeeks: number;
  /** Days of arrival that a scheduled run of the books looks at. */
  readonly booksDays: number;
  /** Undefined where there is none. */
  readonly query?: QueryDeployed;
  /** Undefined where nothing is synthesized. */
  readonly batch?: BatchDeployed;
  /** Types that it has and that are in no line, in order. */
  readonly unpriced: readonly string[];
}

type Values = Readonly<Record<string, unknown>>;
const isValues = (value: unknown): value is Values => typeof value === 'object' && value !== null;
const inside = (value: unknown, name: string): unknown =>
  isValues(value) ? Object.entries(value).find(([one]) => one === name)?.[1] : undefined;
const at0 = (list: readonly unknown[]): unknown => list[0];
const block = (value: unknown): unknown => (Array.isArray(value) ? at0(value) : value);

/** Without a synthesized stack: one shard each, 512 MB, no platform logs. */
export const assumed: Deployed = {
  source:
    'nothing is synthesized (npm run synth): one shard each, functions of 512 MB, 30 alarms, 5 keys assumed',
  shards: { raw: 1, staged: 1 },
  memory: new Map(),
  platformLogs: false,
  accessLogs: false,
  windowSeconds: { count: 5, validate: 1, store: 2 },
  alarms: 30,
  keys: 5,
  dashboards: 1,
  retentionWeeks: 8,
  booksDays: 2,
  unpriced: [],
};

/** Reads the synthesized stack of an environment, when it is there. */
export const readDeployed = (root: string, environment: Environment): Deployed => {
  const path = `cdktf.out/stacks/pipeline-${environment}/cdk.tf.json`;
  if (!existsSync(`${root}/${path}`)) return assumed;
  const stack: unknown = JSON.parse(readFileSync(`${root}/${path}`, 'utf8'));
  return deployedIn(inside(stack, 'resource'), path);
};

/** The greatest number that functions have as a variable; 0 when none has. */
const variableIn = (functions: readonly unknown[], name: string): number =>
  Math.max(
    0,
    ...functions.map((one) =>
      numberOf(inside(inside(block(inside(one, 'environment')), 'variables'), name), 0),
    ),
  );

/** @param resources the `resource` block of a stack */
export const deployedIn = (resources: unknown, source: string): Deployed => {
  const all = (type: string): readonly unknown[] => {
    const named = inside(resources, type);
    return isValues(named) ? Object.values(named) : [];
  };
  const functions = all('aws_lambda_function');
  const level = (one: unknown) => inside(block(inside(one, 'logging_config')), 'system_log_level');
  return {
    source: `read in ${source}`,
    shards: {
      raw: shardsOf(all('aws_kinesis_stream'), 'raw'),
      staged: shardsOf(all('aws_kinesis_stream'), 'staged'),
    },
    memory: new Map(
      functions.map((one) => [
        partOf(inside(one, 'function_name')),
        numberOf(inside(one, 'memory_size'), 128),
      ]),
    ),
    platformLogs: functions.some((one) => level(one) !== 'WARN'),
    accessLogs: all('aws_apigatewayv2_stage').some((one) => inside(one, 'access_log_settings') !== undefined),
    windowSeconds: windowsOf(all('aws_lambda_event_source_mapping')),
    alarms: all('aws_cloudwatch_metric_alarm').length,
    keys: all('aws_kms_key').length,
    dashboards: all('aws_cloudwatch_dashboard').length,
    retentionWeeks: variableIn(functions, 'RETENTION_WEEKS') || assumed.retentionWeeks,
    booksDays: variableIn(functions, 'BOOKS_DAYS') || assumed.booksDays,
    ...queryIn(all),
    batch: batchIn(all),
    unpriced: Object.keys(unpriced).filter((type) => all(type).length > 0),
  };
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const queryIn = (all: (type: string) => readonly unknown[]): { readonly query?: QueryDeployed } => {
  const environment = at0(all('aws_elastic_beanstalk_environment'));
  if (environment === undefined) return {};
  const option = (name: string): unknown =>
    inside(
      listOf(inside(environment, 'setting')).find((one) => inside(one, 'name') === name),
      'value',
    );
  const type = option('InstanceTypes');
  return {
    query: {
      instanceType: typeof type === 'string' ? type : '',
      instances: numberOf(option('MinSize'), 1),
      diskGb: numberOf(option('RootVolumeSize'), 10),
      endpoints: all('aws_vpc_endpoint').reduce<number>(
        (sum, one) => sum + listOf(inside(one, 'subnet_ids')).length,
        0,
      ),
    },
  };
};

const batchIn = (all: (type: string) => readonly unknown[]): BatchDeployed => {
  const base = inside(at0(all('aws_redshiftserverless_workgroup')), 'base_capacity');
  const wakes = new Map<string, number>();
  for (const rule of all('aws_cloudwatch_event_rule')) {
    const when = inside(rule, 'schedule_expression');
    // `sluice-prod-books-clock` wakes `books`.
    const name = /^(.+)-clock$/.exec(partOf(inside(rule, 'name')))?.[1];
    if (typeof when === 'string' && name !== undefined) wakes.set(name, wakesAMonth(when));
  }
  return {
    hasJobs: all('aws_emrserverless_application').length > 0,
    ...(base === undefined ? {} : { baseRpu: numberOf(base, 0) }),
    wakes,
  };
};

const numberOf = (value: unknown, otherwise: number): number => {
  const number = Number(value);
  return value === undefined || Number.isNaN(number) ? otherwise : number;
};

/** `ingest` of `sluice-prod-ingest`. */
const partOf = (name: unknown): string =>
  (typeof name === 'string' ? name : '').split('-').slice(2).join('-');

const shardsOf = (streams: readonly unknown[], part: string): number =>
  numberOf(
    inside(
      streams.find((one) => partOf(inside(one, 'name')) === part),
      'shard_count',
    ),
    1,
  );

const windowsOf = (mappings: readonly unknown[]): Deployed['windowSeconds'] => {
  const of = (name: 'count' | 'validate' | 'store') => {
    const mapping = mappings.find((one) => JSON.stringify(inside(one, 'function_name') ?? '').includes(name));
    return numberOf(inside(mapping, 'maximum_batching_window_in_seconds'), assumed.windowSeconds[name]);
  };
  return { count: of('count'), validate: of('validate'), store: of('store') };
};
